// In place of mergician, which merges the style of a component with one that its parent injects.
export const mergician = (injected, own) => ({ ...injected, ...own });
