import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { KindView, LearningWalkView } from "$lib/api/kinds";
import { keys } from "$lib/keys/keys.svelte";
import { router } from "$lib/router/router.svelte";
import { fakeRust } from "../../../dev/fake-rust";
import KindScreen from "./KindScreen.svelte";

const items = ["Asks for reasons", "Waits"];
type Room = LearningWalkView["rooms"][number];
const room = (id: string, subject: string, grade: string, values: Room["values"] = [null, null]): Room => ({ id, subject, grade, values });

function walk(rooms: Room[]): KindView {
  const lesson = {
    id: "o1", teacher: null, context: "", school: "", started: "9:05", day: "Thu 19 Nov", ended: null, plannedMinutes: null, students: null, focus: "",
    isOpen: true, isPaused: false, elapsedMs: 1000, entries: [], lookFors: [], lookForSet: null, coach: null, openSteps: [], drafts: [], gaps: [],
  };
  const seen = (at: number) => rooms.filter(({ values }) => values[at] === "seen").length;
  const patterns = items.map((label, at) => {
    const answered = rooms.filter(({ values }) => values[at] !== null).length;
    const share = answered === 0 ? { percent: null, between: null } : { percent: "50.0", between: ["9.5", "90.5"] as [string, string] };
    return { lookFor: `l${at}`, seen: { letter: "AB"[at]!, label, marks: seen(at), answered, ...share }, partial: 0 };
  });
  return { lesson: lesson as unknown as KindView["lesson"], purpose: "learning_walk", note: "", codes: [], recorded: { kind: "learning_walk", rooms, patterns } };
}

function rust(first: Room[], answers: Record<string, (args: Record<string, unknown>) => unknown> = {}) {
  const view = walk(first);
  return fakeRust({
    open_observation: () => ({ view: view.lesson, readOnly: false }),
    observation_of_kind: () => view,
    close_observation: () => null,
    tick_observation: () => ({ elapsedMs: 1000, hasNewGap: false }),
    ...answers,
  });
}

beforeEach(() => window.addEventListener("keydown", keys.dispatch));
afterEach(() => {
  window.removeEventListener("keydown", keys.dispatch);
  router.reset();
});

test("a room is entered by its subject and grade and its items are answered by keys", async () => {
  const entered = walk([room("r1", "Math", "7")]);
  const { asked } = rust([], { keep_room: () => entered, answer_in_room: () => entered });
  render(KindScreen, { id: "o1" });
  expect(await screen.findByText("No data")).toBeTruthy();

  await userEvent.type(screen.getByLabelText("Subject"), "Math");
  await userEvent.type(screen.getByLabelText("Grade"), "7{Enter}");
  await screen.findByRole("heading", { name: "Room 1: Math, 7" });
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Seen"));
  await userEvent.keyboard("sn");

  await waitFor(() => expect(asked.filter(({ command }) => command === "answer_in_room")).toHaveLength(2));
  const answered = asked.filter(({ command }) => command === "answer_in_room").map(({ args }) => args.key);
  expect(answered).toEqual([
    { observation: "o1", room: "r1", lookFor: "l0", value: "seen" },
    { observation: "o1", room: "r1", lookFor: "l1", value: "not_seen" },
  ]);
});

test("letters that are written into the room's fields answer nothing", async () => {
  const { asked } = rust([room("r1", "Math", "7")]);
  render(KindScreen, { id: "o1" });

  await userEvent.type(await screen.findByLabelText("Subject"), "spanr");

  expect((screen.getByLabelText("Subject") as HTMLInputElement).value).toBe("spanr");
  expect(asked.some(({ command }) => command === "answer_in_room")).toBe(false);
});

test("a name of the roster is refused at its field and stays there to be put right", async () => {
  const refuse = () => {
    throw { code: "invalid", message: "This names somebody of the roster.", field: "subject" };
  };
  rust([], { keep_room: refuse });
  render(KindScreen, { id: "o1" });

  await userEvent.type(await screen.findByLabelText("Subject"), "Math with Amir{Enter}");

  await waitFor(() => expect(screen.getByLabelText("Subject").getAttribute("aria-invalid")).toBe("true"));
  expect((screen.getByLabelText("Subject") as HTMLInputElement).value).toBe("Math with Amir");
});

test("the arrows go from room to room, and the pattern says of how many rooms", async () => {
  rust([room("r1", "Math", "7", ["seen", null]), room("r2", "Science", "8", ["not_seen", null])]);
  render(KindScreen, { id: "o1" });
  await screen.findByRole("heading", { name: "Room 2: Science, 8" });
  expect(screen.getByText("1 of 2 rooms")).toBeTruthy();

  screen.getAllByRole("button", { name: "Seen" })[0]!.focus();
  await userEvent.keyboard("{ArrowLeft}");

  expect(await screen.findByRole("heading", { name: "Room 1: Math, 7" })).toBeTruthy();
});

test("a room that is half typed is kept before the walk is finished", async () => {
  const { asked } = rust([], { keep_room: () => walk([room("r1", "Math", "")]), finish_observation: () => null });
  render(KindScreen, { id: "o1" });

  await userEvent.type(await screen.findByLabelText("Subject"), "Math");
  await userEvent.click(screen.getByRole("button", { name: "Finish" }));

  await waitFor(() => expect(asked.some(({ command }) => command === "finish_observation")).toBe(true));
  const kept = asked.map(({ command }) => command).filter((command) => ["keep_room", "finish_observation"].includes(command));
  expect(kept).toEqual(["keep_room", "finish_observation"]);
});

test("a walk is not finished over a room that cannot be kept, and its words stay", async () => {
  const refuse = () => {
    throw { code: "invalid", message: "Write what is taught there.", field: "subject" };
  };
  const { asked } = rust([], { keep_room: refuse, finish_observation: () => null });
  render(KindScreen, { id: "o1" });

  await userEvent.type(await screen.findByLabelText("Grade"), "7");
  await userEvent.click(screen.getByRole("button", { name: "Finish" }));

  await waitFor(() => expect(screen.getByLabelText("Subject").getAttribute("aria-invalid")).toBe("true"));
  expect((screen.getByLabelText("Grade") as HTMLInputElement).value).toBe("7");
  expect(asked.some(({ command }) => command === "finish_observation")).toBe(false);
});
