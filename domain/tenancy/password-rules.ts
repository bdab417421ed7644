// What a new password must be. Length is what counts (NIST SP 800-63B, 3.1.1): no mixture of kinds is asked for, and what is guessed first is
// refused.

export const shortestPassword = 12;
export const longestPassword = 256;

// What lists of leaked passwords hold at twelve characters and more, without digits at the end and with letters only.
const guessedFirst: ReadonlySet<string> = new Set([
	"password",
	"passwordpassword",
	"passw",
	"qwertyuiop",
	"qwertyuiopasdfghjkl",
	"letmein",
	"letmeinletmein",
	"iloveyou",
	"iloveyouiloveyou",
	"administrator",
	"adminadmin",
	"welcome",
	"welcomewelcome",
	"changeme",
	"changemechangeme",
	"correcthorsebatterystaple",
	"tieout",
	"tieouttieout",
	"monkeymonkey",
	"abcdefghijkl",
	"abcdefghijklm",
	"trustno",
	"princess",
	"sunshine",
	"football",
	"superman",
]);

/** What is wrong with it as a sentence, or null. @param about what others know of the person: their name, e-mail address, company */
export function passwordFlaw(password: string, about: readonly string[]): string | null {
	const { length } = password;
	if (length < shortestPassword) return `Use at least ${shortestPassword} characters. A few words in a row are easy to remember.`;
	if (length > longestPassword) return `Use at most ${longestPassword} characters.`;
	const plain = password.toLowerCase();
	if (new Set(plain).size < 5) return "Use more than a few different characters: this one is guessed first.";
	const letters = plain.replace(/[^a-z]/g, "");
	if (guessedFirst.has(letters) || /^\d+$/.test(plain)) return "This password is among those that are guessed first. Choose another one.";
	const known = about.flatMap((text) => [text.toLowerCase(), ...text.toLowerCase().split("@")]).filter((text) => text.length >= 4);
	if (known.some((text) => plain === text || (plain.includes(text) && plain.length - text.length < 6)))
		return "Leave out your name, your e-mail address and your company: they are guessed first.";
	return null;
}
