// The sandbox's clock: it can be moved forward, and then "today" is another day than outside.
let offset = 0;

export function setClock(told) {
  offset = Number(told?.offset) || 0;
}

export const now = () => new Date(Date.now() + offset * 1000);
export const isMoved = () => offset !== 0;
