// The steps of the check, from the article's bytes up to the checkpoint. What is served comes in as arguments.
//
// A step is a list of checks; a check `holds`, `fails`, or is `open` where nothing can be said. `computed` is what
// this browser made of what it was given, `expected` what it must be; where they are told, they are the reason.

import * as log from "./log.js";

const check = (what, state, said, computed = null, expected = null) => ({ what, state, said, computed, expected });
const compared = (what, computed, expected, good, bad) =>
    check(what, computed === expected ? "holds" : "fails", computed === expected ? good : bad, computed, expected);
export const fails = (what, said) => check(what, "fails", said);

const entries = (number) => `${number} ${number === 1 ? "entry" : "entries"}`;
const rows = (number) => `${number} ${number === 1 ? "row" : "rows"}`;
const distinct = (values) => [...new Set(values)];

// How a record is known to be the article's, by its form: its owner is the article; the article stands in one of these
// columns of its rows; or its owner stands in such a column of another record of the article.
const OWNED = ["articles/1", "claims/1", "assertions/1", "decisions/1", "addresses/1", "collection_articles/1",
    "stub_titles/1", "candidates/1", "resolutions/1", "removals/1"];
const TOLD = { "versions/1": [1], "captures/1": [1], "relations/1": [1, 2], "acts/1": [2, 4], "candidates/1": [1],
    "resolutions/1": [2] };
const PAYLOADS = [["versions/1", 2], ["captures/1", 4]];
const TEXTS = [["versions/1", 3]];
const VERSIONS = [["versions/1", 0]];
const NAMED = { "payloads/1": PAYLOADS, "parts/1": PAYLOADS, "texts/1": TEXTS, "passages/1": VERSIONS,
    "links/1": VERSIONS, "attributions/1": VERSIONS, "evidence/1": [["relations/1", 0]], "works/1": [["articles/1", 12]],
    "compared/1": [["articles/1", 1]] };
const CURRENT = 13; // the column of an article's version

// What the server gave, taken apart: the log's checkpoint, its entries by number, the records with their rows.
export function taken(served) {
    const found = served.entries.map(({ entry, path }) => ({ ...log.parseEntry(entry), written: entry, path }));
    return {
        checkpoint: log.parseCheckpoint(served.checkpoint),
        consistency: served.consistency,
        entries: new Map(found.map((one) => [one.number, one])),
        records: served.groups.map((one) => (one.wrong ? { ...one, rows: [] } : { ...one, ...parsed(one.record) })),
    };
}

function parsed(record) {
    const [form, owner, rows] = JSON.parse(record);
    return { form, owner, rows };
}

const rowsOf = (given, form) => given.records.filter((one) => one.form === form).flatMap((one) => one.rows);
const named = (given, places) => distinct(places.flatMap(([form, column]) =>
    rowsOf(given, form).map((row) => row[column]).filter((value) => value !== null).map(String)));

export const articleRow = (given) => rowsOf(given, "articles/1")[0];
export const recordedTexts = (given) => new Map(rowsOf(given, "texts/1"));

// 1. The bytes, as `fetched` gives them for a hash, have the hash by which the records name them.
export const checkBytes = (given, fetched) => Promise.all(named(given, PAYLOADS).map(async (sha256) => {
    const what = `The bytes ${sha256.slice(0, 12)}…`;
    try {
        const computed = log.hex(await log.sha256(await fetched(sha256)));
        return compared(what, computed, sha256, "They have the hash that the record names.",
            "Other bytes were served than those that the record names.");
    } catch (error) {
        return fails(what, `They could not be had: ${error.message}`);
    }
}));

// 2. The same for each text, which is also the one that its record holds.
export const checkTexts = (given, fetched) => Promise.all(named(given, TEXTS).map(async (sha256) => {
    const what = `The text ${sha256.slice(0, 12)}…`;
    try {
        const text = await fetched(sha256);
        const recorded = recordedTexts(given).get(sha256);
        if (recorded !== undefined && recorded !== text) return fails(what, "Its record holds another text.");
        const computed = log.hex(await log.sha256(log.utf8(text)));
        return compared(what, computed, sha256, "It has the hash that the record names.",
            "Another text was served than the one that the record names.");
    } catch (error) {
        return fails(what, `It could not be had: ${error.message}`);
    }
}));

// 3. Each record leads to the root of all that was written with it, as an entry of the log states it.
export async function checkRecords(given, article) {
    const checks = await Promise.all(given.records.map((one) => record(given, one)));
    if (checks.some((one) => one.state === "fails")) return checks; // what they name is no measure for others
    const strange = given.records.filter((one) => !belongs(given, one, article));
    return [...checks, ...strange.map((one) => fails(title(one), "It is no record of this article.")),
        ...missing(given, article)];
}

const title = ({ form, owner }) => `${form.split("/")[0]} of ${owner.length > 16 ? `${owner.slice(0, 12)}…` : owner}`;

async function record(given, one) {
    const entry = given.entries.get(one.event);
    if (one.wrong) return fails(title(one), `The archive itself says: ${one.wrong}`);
    if (!entry) return fails(title(one), "The entry that tells of it was not given.");
    try {
        const computed = log.hex(await log.rootOverRecord(one, entry.commitments.size));
        return compared(`${title(one)}: ${rows(one.rows.length)}, entry ${one.event}`, computed, entry.commitments.root,
            "As it was logged.", "Not as it was logged.");
    } catch (error) {
        return fails(title(one), `It is not proved: ${error.message}.`);
    }
}

const belongs = (given, { form, owner, rows }, article) =>
    (OWNED.includes(form) && owner === article)
    || (TOLD[form] ?? []).some((column) => rows.some((row) => row[column] === article))
    || named(given, NAMED[form] ?? []).includes(owner);

// What an article cannot be without: its own record, and those of its version, of its bytes and of its text.
function missing(given, article) {
    const needed = [["articles/1", article], ["versions/1", articleRow(given)?.[CURRENT]],
        ...named(given, PAYLOADS).map((one) => ["payloads/1", one]), ...named(given, TEXTS).map((one) => ["texts/1", one])];
    const has = (form, owner) => given.records.some((one) => one.form === form && one.owner === owner);
    return needed.filter(([form, owner]) => owner && !has(form, owner))
        .map(([form, owner]) => fails(title({ form, owner }), "This record was not given."));
}

// 4. Each entry leads to the root of the whole log, whose first entry tells the log's origin.
export async function checkEntries(given) {
    const { size, root, origin } = given.checkpoint;
    const checks = await Promise.all([...given.entries.values()].map(async (one) => {
        const what = `Entry ${one.number}, ${one.event}, ${one.at}${one.by ? `, by ${one.by}` : ""}`;
        try {
            const leaf = await log.leafHash(log.utf8(one.written));
            const computed = await log.rootOver(leaf, one.number, size, log.hashes(one.path));
            return compared(what, log.base64(computed), log.base64(root), `It stands in the log of ${entries(size)}.`,
                "It is not the entry that stands there in the log.");
        } catch (error) {
            return fails(what, `It is not proved: ${error.message}.`);
        }
    }));
    const told = given.entries.get(0)?.origin ?? "none";
    return [...checks, compared("The log's origin", told, origin, "The first entry tells it.", "The first entry tells another.")];
}

// 5. The log is the one of the checkpoint that the reader kept, or one that only grew since.
export async function checkKept(given, kept) {
    const now = given.checkpoint;
    if (kept === null)
        return [check("No checkpoint", "open", "You pasted none. Who can rewrite the archive can rewrite its log with it,"
            + " and nothing here would show that.")];
    const origin = compared("Its origin", now.origin, kept.origin, "It is a checkpoint of this archive.",
        "It is a checkpoint of another archive.");
    if (origin.state === "fails") return [origin];
    if (kept.size > now.size)
        return [origin, fails("Its size", `It has ${entries(kept.size)}, the log here ${entries(now.size)}: some were cut off.`)];
    const roots = kept.size === now.size ? [sameRoot(now, kept)] : await grown(given, kept);
    return [origin, ...roots, ...late(given, kept)];
}

const sameRoot = (now, kept) => compared("Its root", log.base64(now.root), log.base64(kept.root),
    `The log has the same ${entries(now.size)} as when you kept it.`, "The log was rewritten since you kept it.");

async function grown(given, kept) {
    const now = given.checkpoint;
    try {
        const [old, all] = await log.rootsFrom(kept.size, now.size, kept.root, log.hashes(given.consistency));
        return [
            compared("Its root", log.base64(old), log.base64(kept.root), `The log began with the same ${entries(kept.size)}.`,
                "The log was rewritten since you kept it."),
            // Every log begins with an empty one: there is no proof then, and no root to compare.
            ...(all ? [compared("The root of the log as it is", log.base64(all), log.base64(now.root),
                `It only grew since, to ${entries(now.size)}.`, "The log did not only grow since you kept it.")] : []),
        ];
    } catch (error) {
        return [fails("Its root", `Nothing shows that the log only grew since: ${error.message}.`)];
    }
}

function late(given, kept) {
    const after = given.records.filter((one) => one.event >= kept.size);
    return after.length === 0 ? [] : [check("What was written later", "open",
        `${after.length} of ${given.records.length} records were written after it: ${after.map(title).join(", ")}.`
        + " Of these it says nothing.")];
}

// 6. Where the checkpoint is signed in the archive's name, it is with a key of which the log tells.
export async function checkSignatures(given, kept) {
    const own = kept?.signatures.filter((one) => one.name === kept.origin) ?? [];
    return Promise.all(own.map(async (one) => {
        const what = `The signature by ${one.name}`;
        const key = await keyOf(given, one);
        if (!key) return check(what, "open", `The log tells of no key with the id ${one.id}; the signature cannot be checked.`);
        const valid = await log.verifies(key, kept.body, one.data);
        if (valid === null) return check(what, "open", "This browser has no Ed25519; the signature was not checked.");
        return valid ? check(what, "holds", `Made with the key of which entry ${key.entry} tells.`)
            : fails(what, `Not made with the key of which entry ${key.entry} tells, or over other lines.`);
    }));
}

async function keyOf(given, signature) {
    for (const entry of given.entries.values()) {
        if (entry.event !== "key") continue;
        const key = await log.parseKey(entry.vkey);
        if (key.name === signature.name && key.id === signature.id) return { ...key, entry: entry.number };
    }
    return null;
}

export const worst = (states) => ["fails", "open", "holds"].find((state) => states.includes(state)) ?? "none";
