// Gives every demo person a new password: `npm run up -- --new-password`.
import { hash } from "@node-rs/argon2";
import { openOrm } from "../orm.ts";
import { loginUrlOf } from "../roles.ts";
import { withoutScope, withUser } from "../tenant-scope.ts";
import { demoPeople } from "./demo.ts";

/** @param adminUrl the owner's URL of a seeded database. */
export async function setDemoPassword(adminUrl: string, password: string): Promise<void> {
	const orm = await openOrm(loginUrlOf(adminUrl), { poolSize: 1 });
	try {
		const passwordHash = await hash(password, { memoryCost: 19456, timeCost: 2, parallelism: 1 });
		for (const { email } of demoPeople) {
			const [known] = await withoutScope(orm, (em) =>
				em.execute<{ userId: string }[]>(`select user_id as "userId" from auth_user_id(?)`, [email]),
			);
			if (known === undefined) continue;
			await withUser(orm, known.userId, (em) =>
				em.execute("update users set password_hash = ? where id = ?", [passwordHash, known.userId]),
			);
		}
	} finally {
		await orm.close();
	}
}
