// The states of the page, as Reflex's own store keeps them, but without knowing all of them from the start: the
// initial values of a state come with the first page that reads it.
import { applyDelta } from "$/utils/state";

export const defaults = {};

export function addDefaults(name, value) {
  defaults[name] = value;
}

export function createStateStore() {
  const state = {};
  const early = new Set(); // states that the server spoke of before a page brought their initial values
  const listeners = new Map();

  const known = (name) => {
    if (early.has(name) && defaults[name]) {
      state[name] = { ...defaults[name], ...state[name] };
      early.delete(name);
    }
    return state[name] ?? defaults[name];
  };

  const dispatch = (name, delta) => {
    const current = known(name);
    if (current === undefined) early.add(name);
    const next = applyDelta(current ?? {}, delta);
    if (next === current) return;
    state[name] = next;
    listeners.get(name)?.forEach((listener) => listener());
  };

  return {
    dispatchers: new Proxy({}, { get: (_, name) => (delta) => dispatch(name, delta) }),
    mergeInitialState: () => {}, // for hot reload, which a built front end does not do
    getSnapshot: known,
    subscribe: (name, listener) => {
      if (!listeners.has(name)) listeners.set(name, new Set());
      listeners.get(name).add(listener);
      return () => listeners.get(name).delete(listener);
    },
  };
}
