// The page that checks an article in the browser: asks the server for the records and their proofs, hashes all of it
// here, and shows each step. Foreign words are only ever put in as text; no markup is made of words.

import { parseCheckpoint } from "./log.js";
import * as steps from "./steps.js";

const page = document.querySelector(".verify");
const { article } = page.dataset;
const [pasted, button, list, record, verdict] =
    ["textarea", "button", ".steps", ".record", ".verdict"].map((one) => page.querySelector(one));
const WORDS = { holds: "holds", fails: "fails", open: "not shown", none: "nothing to check" };

const STEPS = [
    ["The bytes", "What came in, fetched from this server and hashed by your browser.",
        (given) => steps.checkBytes(given, bytesOf)],
    ["The text", "What was read from the bytes, fetched and hashed likewise.",
        (given) => steps.checkTexts(given, textOf)],
    ["The records", "All that is kept of the article. Each record, hashed with its salt, must lead to the root of what was"
        + " written together with it, as an entry of the log states that.", (given) => steps.checkRecords(given, article)],
    ["The log", "The entries that state these roots. Each must lead to the one root over the whole log.", steps.checkEntries],
    ["Your checkpoint", "What you kept must be of this log.", steps.checkKept],
    ["Its signature", "Where the archive signed it, the log tells of the key. A checkpoint without signature counts because"
        + " you kept it where nobody else could change it.", steps.checkSignatures],
];

async function check() {
    const kept = pasted.value.trim() ? parseCheckpoint(pasted.value) : null;
    const proof = await answer(`${article}.proof${kept ? `?since=${kept.size}` : ""}`);
    const given = steps.taken(await proof.json());
    const states = [];
    for (const [title, said, made] of kept ? STEPS : STEPS.slice(0, -1)) {
        const checks = await made(given, kept).catch((error) => [steps.fails("This step", `It broke off: ${error.message}.`)]);
        states.push(steps.worst(checks.map((one) => one.state)));
        list.append(step(title, said, checks));
    }
    if (!states.includes("fails")) record.append(...recorded(given));
    conclude(given, kept, states);
}

async function answer(address) {
    const response = await fetch(address, { cache: "no-store" });
    if (response.ok) return response;
    const said = await response.json().catch(() => ({}));
    throw new Error(said.error ?? `the server answered with status ${response.status}`);
}

const bytesOf = async (sha256) => new Uint8Array(await (await answer(`../payloads/${hash(sha256)}.raw`)).arrayBuffer());
const textOf = async (sha256) => (await (await answer(`../texts/${hash(sha256)}.json?_shape=array`)).json())[0].body;

// What the server calls a hash must be one before it stands in an address.
function hash(sha256) {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error("its name is no hash");
    return sha256;
}

function element(name, className, ...content) {
    const made = Object.assign(document.createElement(name), { className });
    made.append(...content.filter((one) => one !== null)); // words become text nodes
    return made;
}

const details = (summary, ...content) => element("details", "", element("summary", "", summary), ...content);
const foreign = (words) => element("bdi", "", words);

// What holds is folded away where there is more of it than one looks at.
function step(title, said, checks) {
    const state = steps.worst(checks.map((one) => one.state));
    const holding = checks.filter((one) => one.state === "holds");
    const shown = holding.length > 2 ? checks.filter((one) => one.state !== "holds") : checks;
    return element("li", `step ${state}`,
        element("h3", "", title, " ", element("span", "tag", WORDS[state])),
        element("p", "meta", said),
        ...shown.map(told),
        holding.length > 2 ? details(`${holding.length} checks that hold`, ...holding.map(told)) : null);
}

function told({ what, state, said, computed, expected }) {
    const values = computed === null ? [] : [["Computed", computed], ["Expected", expected]];
    return element("div", `check ${state}`,
        element("p", "", element("strong", "", foreign(what)), " ", foreign(said)),
        values.length ? element("dl", "hashes", ...values.flatMap(([name, value]) =>
            [element("dt", "", name), element("dd", "", element("code", "", value))])) : null);
}

// The article as its record has it, which need not be what another page shows.
function recorded(given) {
    const [, , title, authors, outlet, published, , , , , url] = steps.articleRow(given);
    const values = { Title: title, Authors: JSON.parse(authors).join(", "), Outlet: outlet, Published: published, Address: url };
    const facts = Object.entries(values).flatMap(([name, value]) =>
        [element("dt", "", name), element("dd", "", value ? foreign(value) : "Not known")]);
    const texts = [...steps.recordedTexts(given).values()].map((text) => {
        const shown = element("div", "text whole", text);
        shown.dir = "auto";
        return details("The text that was checked", shown);
    });
    return [element("h2", "", "What was checked"), element("dl", "facts", ...facts), ...texts];
}

function conclude(given, kept, states) {
    const now = element("pre", "", element("code", "", given.checkpoint.body));
    const number = given.records.length === 1 ? "1 record" : `${given.records.length} records`;
    const what = steps.recordedTexts(given).size ? `Bytes, text and ${number}` : number;
    if (states.includes("fails"))
        say("fails", "This does not hold", "Do not rely on what this server shows of the article before it is known why. What"
            + ` fails: ${STEPS.map(([title]) => title.toLowerCase()).filter((_, at) => states[at] === "fails").join("; ")}.`);
    else if (kept === null)
        say("open", "The archive agrees with itself", `${what} are as its log has them. More cannot be shown`
            + " without a checkpoint from elsewhere. Keep this one where nobody else can change it, for the next time:", now);
    else if (states.includes("open"))
        say("open", "Unchanged, with gaps", "What holds is unchanged since it was logged. What is not shown is told above."
            + " The checkpoint of the log as it is:", now);
    else
        say("holds", "Unchanged since it was logged", `${what} are those that stood in the log when you kept your checkpoint.`, given.checkpoint.size > kept.size ? details("The checkpoint of the log as it is", now) : null);
}

function say(state, title, words, ...more) {
    verdict.className = `verdict ${state}`;
    verdict.replaceChildren(element("h2", "", title), element("p", "", foreign(words)), ...more.filter((one) => one));
}

async function pressed() {
    button.disabled = true;
    list.replaceChildren();
    record.replaceChildren();
    say("busy", "Checking …", "");
    await check().catch((error) => say("fails", "This could not be checked", error.message));
    button.disabled = false;
    verdict.scrollIntoView({ block: "nearest" });
}

// Browsers give WebCrypto to pages of https and of this machine only.
if (globalThis.crypto?.subtle) {
    button.addEventListener("click", pressed);
    button.disabled = false;
} else {
    say("open", "Nothing can be checked here", "Your browser hashes only on pages that came over https, or from this machine.");
}
