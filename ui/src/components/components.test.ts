import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { createRawSnippet } from "svelte";
import { expect, test, vi } from "vitest";
import { Problem } from "$lib/api/problem";
import { toasts } from "$lib/toasts.svelte";
import Button from "./Button.svelte";
import Combobox from "./Combobox.svelte";
import ConfirmDialog from "./ConfirmDialog.svelte";
import Dialog from "./Dialog.svelte";
import Marked from "./Marked.svelte";
import PasswordField from "./PasswordField.svelte";
import ProblemView from "./ProblemView.svelte";
import RecoveryCode from "./RecoveryCode.svelte";
import { roving } from "./roving";
import Segmented from "./Segmented.svelte";
import TextField from "./TextField.svelte";
import Toasts from "./Toasts.svelte";

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));
const people = [{ id: "all", options: [{ id: "a", title: "Adaeze Okafor" }, { id: "t", title: "Tomás Reyes" }] }];

test("the_arrows_move_in_a_combobox_and_enter_picks", async () => {
  const pick = vi.fn();
  render(Combobox, { label: "Teacher", query: "", groups: people, pick });
  const field = screen.getByRole("combobox", { name: "Teacher" });

  await userEvent.type(field, "o");
  expect(field.getAttribute("aria-activedescendant")).toMatch(/-a$/);

  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect(pick).toHaveBeenCalledWith(people[0]?.options[1]);
  expect(field.getAttribute("aria-expanded")).toBe("false");
});

test("escape_closes_the_list_of_a_combobox_and_keeps_what_was_typed", async () => {
  render(Combobox, { label: "Teacher", query: "", groups: people, pick: vi.fn() });
  const field = screen.getByRole<HTMLInputElement>("combobox", { name: "Teacher" });

  await userEvent.type(field, "ok{Escape}");

  expect(field.getAttribute("aria-expanded")).toBe("false");
  expect(field.value).toBe("ok");
});

test("a_dialog_that_asks_starts_on_the_way_out_and_gives_the_focus_back", async () => {
  const opener = document.body.appendChild(document.createElement("button"));
  opener.focus();
  const close = vi.fn();
  const { unmount } = render(ConfirmDialog, {
    title: "Erase for good?", message: "It cannot be brought back.", act: "Erase", confirm: async () => {}, close,
  });
  expect(document.activeElement?.textContent).toContain("Cancel");

  await userEvent.click(screen.getByRole("button", { name: "Erase" }));
  expect(close).toHaveBeenCalledOnce();

  unmount();
  expect(document.activeElement).toBe(opener);
  opener.remove();
});

test("a_dialog_whose_act_fails_stays_and_says_why", async () => {
  const close = vi.fn();
  const confirm = async () => {
    throw new Problem({ code: "disk", message: "The disk is full.", hint: "Free some space." });
  };
  render(ConfirmDialog, { title: "Erase?", message: "Sure?", act: "Erase", confirm, close });

  await userEvent.click(screen.getByRole("button", { name: "Erase" }));

  expect(screen.getByRole("alert").textContent).toContain("The disk is full.");
  expect(close).not.toHaveBeenCalled();
});

test("a_busy_button_cannot_be_pressed_twice", async () => {
  const onclick = vi.fn();
  render(Button, { isBusy: true, onclick, children: words("Import") });

  await userEvent.click(screen.getByRole("button"));

  expect(onclick).not.toHaveBeenCalled();
});

test("a_button_that_becomes_busy_keeps_the_focus_and_submits_nothing_more", async () => {
  const form = document.body.appendChild(document.createElement("form"));
  const submitted = vi.fn((event: Event) => event.preventDefault());
  form.addEventListener("submit", submitted);
  const { rerender } = render(Button, { target: form, props: { type: "submit", isBusy: false, children: words("Keep") } });
  screen.getByRole("button").focus();

  await rerender({ isBusy: true });
  await userEvent.keyboard("{Enter}");

  expect(submitted).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(screen.getByRole("button"));
  form.remove();
});

test("found_words_are_marked_and_markup_in_them_stays_text", () => {
  const { container } = render(Marked, { text: "a <b>bold</b> claim", ranges: [[2, 3], [9, 4]] });

  expect([...container.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual(["<b>", "</b>"]);
  expect(container.textContent).toBe("a <b>bold</b> claim");
});

test("a_field_with_an_error_is_marked_and_described_by_it", () => {
  render(TextField, { label: "School", value: "", error: "Please fill this in." });
  const field = screen.getByRole("textbox", { name: "School" });

  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(field.getAttribute("aria-describedby") ?? "")?.textContent).toBe("Please fill this in.");
});

test("a_passphrase_is_shown_on_asking_and_hidden_again", async () => {
  render(PasswordField, { label: "Passphrase", value: "four words" });
  const field = screen.getByLabelText("Passphrase");

  await userEvent.click(screen.getByRole("button", { name: "Show the passphrase" }));
  expect(field.getAttribute("type")).toBe("text");

  await userEvent.click(screen.getByRole("button", { name: "Hide the passphrase" }));
  expect(field.getAttribute("type")).toBe("password");
});

test("a_problem_says_what_happened_and_what_to_do", () => {
  const problem = new Problem({ code: "file", message: "This file could not be read.", hint: "Choose another file." });
  render(ProblemView, { problem });

  const alert = screen.getByRole("alert").textContent;
  expect([alert?.includes(problem.message), alert?.includes("Choose another file.")]).toEqual([true, true]);
});

test("what_is_said_while_a_dialog_is_open_can_be_acted_on_in_it_and_stays_when_it_closes", () => {
  render(Toasts);
  const toasts = screen.getByRole("status");
  const { unmount } = render(Dialog, { title: "Files", close: vi.fn(), children: words("Anywhere") });
  expect(toasts.closest("dialog")).toBe(screen.getByRole("dialog"));

  unmount();

  expect([toasts.isConnected, toasts.closest("dialog")]).toEqual([true, null]);
});

test("a_dialog_whose_main_act_has_to_wait_starts_on_its_heading_and_not_on_its_cross", () => {
  const act = createRawSnippet(() => ({ render: () => "<button disabled data-autofocus>Share</button>" }));

  render(Dialog, { title: "Share this note", close: vi.fn(), children: words("What goes"), actions: act });

  expect(document.activeElement?.textContent).toBe("Share this note");
});

test("the_arrows_read_on_in_a_dialog_while_a_button_has_the_focus", async () => {
  render(Dialog, { title: "Keyboard shortcuts", close: vi.fn(), children: words("Anywhere") });
  expect(document.activeElement?.textContent).toBe("Keyboard shortcuts");
  screen.getByRole("button", { name: "Close" }).focus();

  await userEvent.keyboard("{ArrowDown}{ArrowDown}");

  expect(document.querySelector(".body")?.scrollTop).toBe(80);
});

test("one_of_a_few_is_chosen_by_its_label", async () => {
  const onchoose = vi.fn();
  const options = [{ value: "light", label: "Light" }, { value: "dark", label: "Dark" }];
  render(Segmented, { label: "Theme", value: "light", options, onchoose });

  await userEvent.click(screen.getByRole("radio", { name: "Dark" }));

  expect(onchoose).toHaveBeenCalledWith("dark");
});

test("a_toast_offers_its_undo_once", async () => {
  const run = vi.fn();
  render(Toasts);
  toasts.show("Undone: tag B", { label: "Do again", run });

  await userEvent.click(await screen.findByRole("button", { name: "Do again" }));

  expect(run).toHaveBeenCalledOnce();
  expect(screen.queryByText("Undone: tag B")).toBeNull();
});

test("a_list_has_one_tab_stop_that_follows_the_arrows", async () => {
  document.body.innerHTML = "<ul><li><button data-row>1</button></li><li><button data-row>2</button></li></ul><p></p>";
  const list = document.querySelector("ul")!;
  const [first, second] = [...list.querySelectorAll("button")];
  const stop = roving(list);
  expect([first?.tabIndex, second?.tabIndex]).toEqual([0, -1]);

  first?.focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(second);
  expect([first?.tabIndex, second?.tabIndex]).toEqual([-1, 0]);

  stop();
  document.body.replaceChildren();
});

test("a_recovery_code_is_known_to_be_kept_only_after_two_right_groups", async () => {
  const check = vi.fn().mockResolvedValueOnce(false).mockResolvedValueOnce(true);
  const finish = vi.fn();
  render(RecoveryCode, {
    code: ["AAAA", "BBBB", "CCCC"], asked: [0, 2], check, print: async () => true, finish, finishWord: "Go on",
  });
  await userEvent.click(screen.getByRole("button", { name: "I have kept it" }));
  expect(screen.queryByText("AAAA")).toBeNull();

  await userEvent.type(screen.getByLabelText("Group 1"), "aaaa");
  await userEvent.type(screen.getByLabelText("Group 3"), "wrong{Enter}");
  expect(screen.queryByRole("button", { name: "Go on" })).toBeNull();

  await userEvent.clear(screen.getByLabelText("Group 3"));
  await userEvent.type(screen.getByLabelText("Group 3"), "cccc{Enter}");
  expect(check).toHaveBeenLastCalledWith([0, 2], ["aaaa", "cccc"]);
  await userEvent.click(await screen.findByRole("button", { name: "Go on" }));
  expect(finish).toHaveBeenCalledOnce();
});

test("an_empty_group_of_the_recovery_code_is_asked_for_at_its_field_in_the_apps_own_words", async () => {
  const check = vi.fn().mockResolvedValue(true);
  render(RecoveryCode, {
    code: ["AAAA", "BBBB", "CCCC"], asked: [0, 2], check, print: async () => true, finish: vi.fn(), finishWord: "Go on",
  });
  await userEvent.click(screen.getByRole("button", { name: "I have kept it" }));
  await userEvent.type(screen.getByLabelText("Group 1"), "aaaa");
  expect(document.querySelector("form")?.noValidate).toBe(true);

  await userEvent.click(screen.getByRole("button", { name: "Check" }));

  expect(await screen.findByText("Please fill this in.")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText("Group 3"));
  expect(check).not.toHaveBeenCalled();
});
