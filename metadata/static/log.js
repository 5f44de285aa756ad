// The log's hashes, proofs and checkpoints, as docs/log-format.md specifies them. Pure: touches neither the page
// nor the network. Hashes are SHA-256, as bytes. What is malformed throws an Error that says so.

const FORMAT = "provenance-archive/entry/1";
const ED25519_SIGNATURE = 1; // the kind of key, in C2SP signed-note

export const utf8 = (text) => new TextEncoder().encode(text);
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

export function unhex(text, size = null) {
    if (typeof text !== "string" || !/^([0-9a-f]{2})*$/.test(text)) throw new Error("no bytes in hex digits");
    const bytes = Uint8Array.from(text.match(/../g) ?? [], (digits) => parseInt(digits, 16));
    if (size !== null && bytes.length !== size) throw new Error(`${bytes.length} bytes instead of ${size}`);
    return bytes;
}

function joined(parts) {
    const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
        bytes.set(part, at);
        at += part.length;
    }
    return bytes;
}

export const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(parts)));

// RFC 9162, 2.1.1: leaves and nodes are hashed apart, so that none can be taken for the other.
export const leafHash = (entry) => sha256([0], entry);
const nodeHash = (left, right) => sha256([1], left, right);

const count = (number) => Number.isSafeInteger(number) && number >= 0;

// The way up the tree that both checks take (RFC 9162, 2.1.3.2 step 4 and 2.1.4.2 step 6): at each hash of the proof
// whether it stands on the left. `fn` is the node's number on its level, `sn` that of the level's last node. Numbers
// may be larger than 2^31, so that they are halved rather than shifted.
function* climb(fn, sn, proof) {
    for (const hash of proof) {
        if (sn === 0) throw new Error("the proof is longer than the tree is high");
        const left = fn % 2 === 1 || fn === sn;
        yield [left, hash];
        if (left) while (fn !== 0 && fn % 2 === 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
        [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    }
    if (sn !== 0) throw new Error("the proof is shorter than the tree is high");
}

// The root to which an inclusion proof leads from a leaf's hash (RFC 9162, 2.1.3.2).
export async function rootOver(leaf, index, size, proof) {
    if (!count(index) || !count(size) || index >= size) throw new Error(`no place ${index} among ${size}`);
    let r = leaf;
    for (const [left, p] of climb(index, size - 1, proof)) r = left ? await nodeHash(p, r) : await nodeHash(r, p);
    return r;
}

const powerOfTwo = (number) => (number % 2 === 0 ? powerOfTwo(number / 2) : number === 1);

// The old and the new root to which a consistency proof leads (RFC 9162, 2.1.4.2).
export async function rootsFrom(first, second, firstRoot, proof) {
    if (!count(first) || !count(second) || first > second) throw new Error(`${second} entries do not begin with ${first}`);
    if (first === 0 || first === second) {
        // The empty tree begins every other, and a tree begins itself: nothing is proved, nothing given.
        if (proof.length) throw new Error("a proof where there is nothing to prove");
        return first === 0 ? [await sha256(), null] : [firstRoot, firstRoot];
    }
    // Step 2: where `first` is a power of two, its tree is a node of the new one, and its root not in the proof.
    const path = powerOfTwo(first) ? [firstRoot, ...proof] : proof;
    if (!path.length) throw new Error("the proof is empty");
    let [fn, sn] = [first - 1, second - 1];
    while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    let [fr, sr] = [path[0], path[0]];
    for (const [left, c] of climb(fn, sn, path.slice(1))) {
        if (left) fr = await nodeHash(c, fr);
        sr = left ? await nodeHash(c, sr) : await nodeHash(sr, c);
    }
    return [fr, sr];
}

// An entry out of its text, which must be the canonical JSON (RFC 8785) of one.
export function parseEntry(text) {
    const entry = JSON.parse(text);
    if (entry?.format !== FORMAT || !count(entry.number) || !count(entry.commitments?.size) || text !== canonical(entry))
        throw new Error("no entry of this log's format");
    return entry;
}

function canonical(value) {
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

// The root of an event's commitments to which a record leads: over its salted hash and its commitment's leaf.
export async function rootOverRecord(group, size) {
    const [form, owner] = JSON.parse(group.record);
    const salt = unhex(group.salt, 16);
    const record = await sha256(salt, utf8(group.record));
    const leaf = await sha256(salt, record, utf8(JSON.stringify([form, owner])), unhex(group.marks));
    return rootOver(await leafHash(leaf), group.position, size, hashes(group.path));
}

export const hashes = (path) => path.map((one) => unhex(one, 32));

// A checkpoint as a person pastes it (C2SP tlog-checkpoint), bare or as a signed note (C2SP signed-note).
export function parseCheckpoint(pasted) {
    const text = `${pasted.trim()}\n`;
    const end = text.lastIndexOf("\n\n");
    const body = end < 0 ? text : text.slice(0, end + 1);
    const [origin, size, root] = body.split("\n");
    if (body.includes("\n\n") || !/^(0|[1-9][0-9]{0,14})$/.test(size ?? "") || !root)
        throw new Error("A checkpoint has three lines: an origin, a number of entries, and a root.");
    const signatures = end < 0 ? [] : text.slice(end + 2, -1).split("\n").map(parseSignature);
    return { body, origin, size: Number(size), root: unbase64(root, 32), signatures };
}

function parseSignature(line) {
    const found = /^— ([^\s+]+) (\S+)$/.exec(line);
    if (!found) throw new Error("What follows the empty line is no signature.");
    const data = unbase64(found[2]);
    return { name: found[1], id: hex(data.slice(0, 4)), data: data.slice(4) };
}

function unbase64(text, size = null) {
    let bytes = [];
    try {
        bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    } catch { /* told below */ }
    if (base64(bytes) !== text || (size !== null && bytes.length !== size))
        throw new Error(`${text.slice(0, 60)} is not ${size ?? "some"} bytes in base64.`);
    return bytes;
}

// A key's line: NAME+ID+KEY, where the id is the beginning of a hash over name, kind and key (C2SP signed-note).
export async function parseKey(line) {
    const [, name, id, coded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line) ?? [];
    if (!coded) throw new Error("no line of a key");
    const key = unbase64(coded, 33);
    if (hex((await sha256(utf8(`${name}\n`), key)).slice(0, 4)) !== id) throw new Error("a key with an id of another");
    if (key[0] !== ED25519_SIGNATURE) throw new Error("a key that signs no checkpoints");
    return { name, id, bytes: key.slice(1) };
}

// Whether a signature (64 bytes) is a key's over a text; null where this browser has no Ed25519.
export async function verifies(key, text, signature) {
    let imported;
    try {
        imported = await crypto.subtle.importKey("raw", key.bytes, "Ed25519", false, ["verify"]);
    } catch (error) {
        if (error.name === "NotSupportedError") return null;
        throw error;
    }
    return crypto.subtle.verify("Ed25519", imported, signature, utf8(text));
}
