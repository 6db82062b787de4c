import { expect, test } from "vitest";
import { SavePlace } from "./save-place.svelte";

function at(path: string): SavePlace {
  const place = new SavePlace();
  place.take(path);
  return place;
}

test("a_path_is_shown_as_a_name_and_apart_from_it_a_folder", () => {
  const shown = ["/home/maya/Documents/week.pdf", "C:\\Users\\Maya\\week.pdf", "/week.pdf", "C:\\week.pdf"].map((path) => {
    const place = at(path);
    return [place.name, place.folder, place.path];
  });

  expect(shown).toEqual([
    ["week.pdf", "/home/maya/Documents", "/home/maya/Documents/week.pdf"],
    ["week.pdf", "C:\\Users\\Maya", "C:\\Users\\Maya\\week.pdf"],
    ["week.pdf", "/", "/week.pdf"],
    ["week.pdf", "C:\\", "C:\\week.pdf"],
  ]);
});

test("another_name_stays_in_the_folder", () => {
  const place = at("/home/maya/Documents/week.pdf");

  place.name = " our week.pdf ";

  expect(place.path).toBe("/home/maya/Documents/our week.pdf");
});

test("a_whole_path_in_place_of_the_name_is_taken_as_it_is", () => {
  const place = at("/home/maya/Documents/week.pdf");

  place.name = "/media/stick/week.pdf";

  expect([place.folder, place.path]).toEqual(["/media/stick", "/media/stick/week.pdf"]);
});
