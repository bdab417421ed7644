// The faults page: a form made from /__control/fault-kinds, and what is active, changed and asked, told again every two seconds.
const inAddress = new URLSearchParams(location.hash.slice(1)).get("token");
if (inAddress !== null) {
	sessionStorage.setItem("control-token", inAddress);
	// Out of the address, so that it is not copied with it.
	history.replaceState(null, "", location.pathname);
}
const token = sessionStorage.getItem("control-token") ?? "";

const $ = (id) => document.getElementById(id);
const form = $("fault");
const make = (tag, text = "", more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });

function tell(sentence) {
	$("problem").hidden = sentence === "";
	$("problem").textContent = sentence;
}

async function control(method, path, body) {
	const reply = await fetch(`/__control/${path}`, {
		method,
		headers: { "x-control-token": token, ...(body === undefined ? {} : { "content-type": "application/json" }) },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const value = await reply.json();
	if (!reply.ok) throw new Error(reply.status === 403 ? "Open this page by the link that “npm run up” prints: it carries the control token." : value.error);
	return value;
}

let kinds = {};
const vendorNames = { stripe: "Stripe", netsuite: "NetSuite" };

const options = (select, values, chosen) => select.replaceChildren(...values.map(([value, label]) => new Option(label, value, false, value === chosen)));

function fieldFor({ name, label, choices, standard, unit }, vendor) {
	const holder = make("label", unit === undefined ? label : `${label} (${unit})`);
	const value = String(standard[vendor]);
	if (choices?.[vendor] === undefined) {
		const type = typeof standard[vendor] === "number" ? "number" : "text";
		holder.append(make("input", "", { name, type, value, spellcheck: false }));
	} else {
		const select = make("select", "", { name });
		options(select, choices[vendor].map((one) => [one, one.replaceAll("_", " ")]), value);
		holder.append(select);
	}
	return holder;
}

/** Changed data lies with a company, and so does a record, be it named or drawn. */
const ofCompany = ({ lasts, fields }) => lasts === "at once" || fields.some(({ name }) => name === "record");

function showKind() {
	const kind = kinds[form.elements.kind.value];
	const before = form.elements.vendor.value;
	options(form.elements.vendor, kind.vendors.map((vendor) => [vendor, vendorNames[vendor]]), before);
	if (!kind.vendors.includes(before)) form.elements.vendor.value = kind.vendors[0];
	$("fields").replaceChildren(...kind.fields.map((field) => fieldFor(field, form.elements.vendor.value)));
	$("counted").hidden = kind.lasts !== "turns";
	$("company-label").hidden = !ofCompany(kind);
	$("does").textContent = kind.does;
	$("expected").textContent = kind.expected;
	$("done").textContent = "";
}

function bodyOfForm() {
	const kind = kinds[form.elements.kind.value];
	const names = ["kind", "vendor", ...(kind.lasts === "turns" ? ["times", "skip", "path"] : []), ...(ofCompany(kind) ? ["company"] : [])];
	const numbers = new Set(["times", "skip", "status"]);
	for (const { name, standard } of kind.fields) {
		names.push(name);
		if (typeof standard.stripe === "number") numbers.add(name);
	}
	return Object.fromEntries(
		names.map((name) => [name, numbers.has(name) ? Number(form.elements[name].value) : form.elements[name].value]).filter(([, value]) => value !== ""),
	);
}

const words = ({ kind, vendor, id: _id, times, skip, path, ...rest }) => {
	const turns = times === undefined ? "until cleared" : `${times} more ${times === 1 ? "time" : "times"}${skip > 0 ? `, after ${skip}` : ""}`;
	const more = Object.entries(rest).map(([name, value]) => `${name.replaceAll(/([A-Z])/g, " $1").toLowerCase()} ${value}`);
	return [`${kinds[kind]?.title ?? kind} at ${vendorNames[vendor]}`, turns, ...(path ? [`on ${path}`] : []), ...more].join(" · ");
};

function listOr(list, items, none) {
	list.replaceChildren(...(items.length === 0 ? [make("li", none)] : items));
}

async function refresh() {
	try {
		const [state, { faults, changes }, { requests }] = await Promise.all([
			control("GET", "state"),
			control("GET", "faults"),
			control("GET", "requests?last=40"),
		]);
		$("clock").textContent = `The companies' clock stands on ${state.now.replace("T", " ").replace(/(:\d\d)(\.\d+)?Z$/, "$1")} UTC`;
		listOr(
			$("faults"),
			faults.map((fault) => {
				const item = make("li", words(fault));
				item.append(make("button", "Clear", { type: "button", onclick: () => void act(() => control("DELETE", `faults?id=${fault.id}`)) }));
				return item;
			}),
			"No fault is active.",
		);
		listOr($("changes"), changes.map(({ company, sentence }) => make("li", `${company}: ${sentence}`)), "Nothing: the data is as it was seeded.");
		const rows = requests.toReversed().map(({ number, vendor, method, target, status, fault }) => {
			const row = make("tr");
			row.append(...[number, vendor, `${method} ${target}`, status === 0 ? "none" : status, fault ?? ""].map((value) => make("td", String(value))));
			return row;
		});
		$("requests").replaceChildren(...rows);
		tell("");
	} catch (error) {
		tell(error.message);
	}
}

async function act(work) {
	try {
		const done = await work();
		await refresh();
		return done;
	} catch (error) {
		tell(error.message);
		return null;
	}
}

form.elements.kind.addEventListener("change", showKind);
form.elements.vendor.addEventListener("change", showKind);
async function makeFault() {
	const done = await act(() => control("POST", "faults", bodyOfForm()));
	if (done !== null) $("done").textContent = done.change?.sentence ?? `${words(done.fault)}.`;
}

form.addEventListener("submit", (event) => {
	event.preventDefault();
	void makeFault();
});
$("advance").addEventListener("submit", (event) => {
	event.preventDefault();
	void act(() => control("POST", "advance", { days: Number(event.target.elements.days.value) }));
});
$("clear").addEventListener("click", () => void act(() => control("DELETE", "faults")));
$("reset").addEventListener("click", () => {
	const what = "The clock goes back to its first day, and every change of data is taken back. What Tieout has read stays in Tieout.";
	if (confirm(what)) void act(() => control("POST", "reset"));
});

await act(async () => {
	({ kinds } = await control("GET", "fault-kinds"));
	const { companies } = await control("GET", "state");
	options(form.elements.company, companies.map((slug) => [slug, slug]));
	options(form.elements.kind, Object.entries(kinds).map(([name, { title }]) => [name, title]), "rate_limit");
	showKind();
});
setInterval(() => void refresh(), 2_000);
