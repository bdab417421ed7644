// The secret of a mailed link. It stands behind "#", so that no server and no log has it, and is taken out of the address at once, so that
// it is not copied or kept with it.
import { useState } from "react";

function takeToken(): string {
	const token = window.location.hash.slice(1);
	if (token !== "") {
		sessionStorage.setItem(window.location.pathname, token);
		window.history.replaceState(null, "", window.location.pathname);
		return token;
	}
	// The page was read again: by its own reload, or after signing in on the way.
	return sessionStorage.getItem(window.location.pathname) ?? "";
}

export function useLinkToken(): string {
	const [token] = useState(takeToken);
	return token;
}

/** Call it when the link has been used. */
export const forgetToken = (): void => sessionStorage.removeItem(window.location.pathname);
