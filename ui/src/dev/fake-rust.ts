/** A Rust side for unit tests: commands by name, a record of what was asked, and announcements. */
import { useTransport } from "../lib/api/ipc";

type Answers = Record<string, (args: Record<string, unknown>) => unknown>;

export function fakeRust(answers: Answers) {
  const asked: { command: string; args: Record<string, unknown> }[] = [];
  const heard = new Map<string, ((payload: unknown) => void)[]>();
  useTransport({
    async invoke(command, args) {
      asked.push({ command, args });
      const answer = answers[command];
      if (!answer) throw { code: "internal", message: `no command ${command}` };
      return answer(args);
    },
    async listen(event, hear) {
      heard.set(event, [...(heard.get(event) ?? []), hear]);
    },
    setTitle: async () => undefined,
    close: async () => undefined,
  });
  const say = (event: string, payload: unknown) => heard.get(event)?.forEach((hear) => hear(payload));
  return { asked, say };
}
