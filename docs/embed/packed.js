// A state as it stands in a page that is to be small: deflated, and as text.

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const state = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Model(await new Response(state).text());
}
