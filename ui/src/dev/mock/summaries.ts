import type { SummaryCopy } from "../../lib/api/summaries";
import type { Commands } from "../mock";

const english: SummaryCopy = {
  html: "<div lang=\"en-GB\"><h1 dir=\"auto\">Summary for Adaeze Okafor</h1></div>",
  plain: "Summary for Adaeze Okafor\n\nYour next step\nWait five seconds.",
};
const spanish: SummaryCopy = {
  html: "<div lang=\"es\"><h1 dir=\"auto\">Resumen para Adaeze Okafor</h1></div>",
  plain: "Resumen para Adaeze Okafor\n\nSu próximo paso\nWait five seconds.",
};

const commands: Commands = {
  copy_summary: ({ language }: { language: string }) => (language === "spanish" ? spanish : english),
  print_summary: () => null,
  print_agreement: () => null,
  print_coaching_cycle: () => null,
};
export default commands;
