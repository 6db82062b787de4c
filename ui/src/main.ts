import { mount } from "svelte";
import App from "./App.svelte";
import { useTransport } from "./lib/api/ipc";

// For looking at the screens in a plain browser while developing; a build leaves it out.
if (import.meta.env.DEV && new URLSearchParams(location.search).has("mock")) {
  const { mock } = await import("./dev/mock");
  useTransport(mock(new URLSearchParams(location.search)));
}

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");
export default mount(App, { target });
