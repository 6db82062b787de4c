/** What is wrong with a file that was read. The words of each problem come from Rust. */
export const fileProblemText = {
  label: "Problems in the file",
  show: "Which problems are shown",
  find: "Find in the problems",
  all: (problems: number) => `All ${problems}`,
  row: (row: number) => `row ${row}`,
  kinds: {
    stops: (problems: number) => `${problems} that stop`,
    leftOut: (problems: number) => `${problems} left out`,
    notice: (problems: number) => `${problems} to know`,
  },
  marks: { stops: "Stops", leftOut: "Left out", notice: "To know" },
};
