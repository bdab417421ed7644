// The mailbox page: what the sandbox's mail server has taken, asked again every two seconds. Addresses in a text become links; everything
// else stays text.
const inAddress = new URLSearchParams(location.hash.slice(1)).get("token");
if (inAddress !== null) {
	sessionStorage.setItem("control-token", inAddress);
	history.replaceState(null, "", location.pathname);
}
const token = sessionStorage.getItem("control-token") ?? "";

const $ = (id) => document.getElementById(id);
const make = (tag, text = "", more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });

function bodyOf(text) {
	const body = make("pre");
	for (const piece of text.split(/(https?:\/\/\S+)/)) {
		const isLink = /^https?:\/\//.test(piece);
		body.append(isLink ? make("a", piece, { href: piece, target: "_blank", rel: "noreferrer" }) : piece);
	}
	return body;
}

function mailOf({ to, subject, text, receivedAt }) {
	const mail = make("section");
	mail.append(make("h2", subject), make("p", `To ${to.join(", ")} · ${new Date(receivedAt).toLocaleString()}`), bodyOf(text));
	return mail;
}

let shown = "";
async function read() {
	try {
		const reply = await fetch("/__control/mails", { headers: { "x-control-token": token } });
		const value = await reply.json();
		if (!reply.ok) throw new Error(reply.status === 403 ? "Open this page by the link that “npm run up” prints: it carries the control token." : value.error);
		$("problem").hidden = true;
		const ids = value.mails.map((mail) => mail.id).join();
		if (ids === shown && ids !== "") return;
		shown = ids;
		$("mails").replaceChildren(...(value.mails.length === 0 ? [make("p", "No mail yet.")] : value.mails.map(mailOf)));
	} catch (error) {
		$("problem").hidden = false;
		$("problem").textContent = error.message;
	}
}

await read();
setInterval(() => void read(), 2000);
