import { ponder } from "ponder:registry";
import { holding, income, platform, project, raising, royalties } from "ponder:schema";
import heard from "../heard.json";

const NOBODY = "0x0000000000000000000000000000000000000000";
const FINE = 2n ** 48n;

type Say = { event: any; context: any };
type Change = (said: Say) => Promise<void>;

const changes: Record<string, Change> = {
  "ProjectFactory:ProjectProposed": async ({ event, context }) => {
    const { campaign, waterfall, shareToken: token } = event.args;
    await context.db.insert(project).values({ campaign, waterfall, token });
  },
  "Campaign:Contributed": (said) => pledge(said, 1n),
  "Campaign:Revoked": (said) => pledge(said, -1n),
  "Campaign:Refunded": (said) => pledge(said, -1n),
  "Campaign:Given": (said) => give(said, 1n),
  "Campaign:GiftRefunded": (said) => give(said, -1n),
  "Waterfall:Deposited": async ({ event, context }) => {
    const { net } = event.args.statement;
    const key = { waterfall: event.log.address };
    await context.db.update(income, key).set((row: any) => ({ deposited: row.deposited + net }));
  },
  "ShareToken:RoyaltiesReleased": async ({ event, context }) => {
    const { amount, index } = event.args;
    const key = { token: event.log.address };
    await context.db.update(royalties, key).set((row: any) => ({ released: row.released + amount, index }));
  },
  "ShareToken:Transfer": async (said) => {
    const { from, to, value } = said.event.args;
    if (from !== NOBODY) await move(said, from, -value);
    if (to !== NOBODY) await move(said, to, value);
  },
  "ShareToken:RoyaltyPaid": (said) => take(said, true),
  "ShareToken:RoyaltyPaymentFailed": (said) => take(said, false),
};

// Every event that the mirror listens to is heard and counted here too.
const counters: Record<string, Change> = {
  ProjectFactory: async ({ event, context }) => {
    const row = { factory: event.log.address, events: 1 };
    await context.db.insert(platform).values(row).onConflictDoUpdate(more);
  },
  Campaign: async ({ event, context }) => {
    const row = { campaign: event.log.address, events: 1, shares: 0n, pledged: 0n, given: 0n };
    await context.db.insert(raising).values(row).onConflictDoUpdate(more);
  },
  Waterfall: async ({ event, context }) => {
    const row = { waterfall: event.log.address, events: 1, deposited: 0n };
    await context.db.insert(income).values(row).onConflictDoUpdate(more);
  },
  ShareToken: async ({ event, context }) => {
    const row = { token: event.log.address, events: 1, released: 0n, index: 0n, paid: 0n };
    await context.db.insert(royalties).values(row).onConflictDoUpdate(more);
  },
};

for (const [contract, names] of Object.entries(heard as Record<string, string[]>)) {
  for (const name of names) {
    const change = changes[`${contract}:${name}`];
    ponder.on(`${contract}:${name}` as any, async (said: any) => {
      await counters[contract](said);
      await change?.(said);
    });
  }
}

function more(row: { events: number }) {
  return { events: row.events + 1 };
}

async function pledge({ event, context }: Say, sign: bigint) {
  const { shares, amount } = event.args;
  const key = { campaign: event.log.address };
  await context.db.update(raising, key).set((row: any) => ({
    shares: row.shares + sign * shares,
    pledged: row.pledged + sign * amount,
  }));
}

async function give({ event, context }: Say, sign: bigint) {
  const key = { campaign: event.log.address };
  const change = sign * event.args.amount;
  await context.db.update(raising, key).set((row: any) => ({ given: row.given + change }));
}

async function move(said: Say, holder: string, change: bigint) {
  const account = await settle(said, holder);
  await keep(said, { ...account, shares: account.shares + change });
}

async function take(said: Say, succeeded: boolean) {
  const { holder, amount } = said.event.args;
  const account = await settle(said, holder);
  if (account.owed !== amount) throw new Error(`${holder} is paid ${amount} and has earned ${account.owed}`);
  const paid = succeeded ? amount : 0n;
  await keep(said, { ...account, owed: amount - paid, paid: account.paid + paid });
  const key = { token: account.token };
  await said.context.db.update(royalties, key).set((row: any) => ({ paid: row.paid + paid }));
}

async function settle({ event, context }: Say, holder: string) {
  const token = event.log.address;
  const { index } = await context.db.find(royalties, { token });
  const account = (await context.db.find(holding, { token, holder })) ?? {
    token,
    holder,
    shares: 0n,
    index: 0n,
    fraction: 0n,
    owed: 0n,
    paid: 0n,
  };
  const earned = (index - account.index) * account.shares + account.fraction;
  return { ...account, index, fraction: earned % FINE, owed: account.owed + earned / FINE };
}

async function keep({ context }: Say, { token, holder, ...values }: any) {
  await context.db.insert(holding).values({ token, holder, ...values }).onConflictDoUpdate(values);
}
