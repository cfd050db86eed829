// A widget's state as the fragment of an address, which no server sees: name=value, with & between. Joined in
// front of what is embedded, and of what links it.

// What a fragment gives, each checked by its name: `takes` are functions of a name and a text.
function givenBy(fragment, takes) {
  const given = {};
  for (const piece of fragment.replace(/^#/, "").split("&").filter(Boolean)) {
    const [name, ...rest] = piece.split("=");
    if (!Object.hasOwn(takes, name)) {
      const known = Object.keys(takes).join(", ");
      throw new Error(`it has ${said(piece)}; what it may give is ${known}, each like name=value`);
    }
    if (Object.hasOwn(given, name)) throw new Error(`it gives ${name} twice; give it once`);
    given[name] = takes[name](name, decoded(name, rest.join("=")));
  }
  return given;
}

function decoded(name, text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(`${name} is ${said(text)}; a % must be written as %25 (was the address cut off?)`);
  }
}

const encoded = (value) => encodeURIComponent(value).replace(/%2F/g, "/").replace(/%2C/g, ",");

// The fragment that says so; `plainly` with # as it is, which HTML takes, and some other programs do not.
function fragmentOf(told, plainly) {
  const pieces = Object.entries(told).map(([name, value]) => `${name}=${encoded(value)}`);
  const fragment = pieces.length ? `#${pieces.join("&")}` : "";
  return plainly ? fragment.replace(/%23/g, "#") : fragment;
}
