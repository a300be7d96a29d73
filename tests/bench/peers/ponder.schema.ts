// Balances and sums as the mirror derives them, without the ledger that it keeps beside them.
import { onchainTable, primaryKey } from "ponder";

// `events`: how many of the contract were heard, whatever they change.
export const platform = onchainTable("platform", (t) => ({
  factory: t.hex().primaryKey(),
  events: t.integer().notNull(),
}));

export const project = onchainTable("project", (t) => ({
  campaign: t.hex().primaryKey(),
  waterfall: t.hex().notNull(),
  token: t.hex().notNull(),
}));

export const raising = onchainTable("raising", (t) => ({
  campaign: t.hex().primaryKey(),
  events: t.integer().notNull(),
  shares: t.bigint().notNull(),
  pledged: t.bigint().notNull(),
  given: t.bigint().notNull(),
}));

export const income = onchainTable("income", (t) => ({
  waterfall: t.hex().primaryKey(),
  events: t.integer().notNull(),
  deposited: t.bigint().notNull(),
}));

export const royalties = onchainTable("royalties", (t) => ({
  token: t.hex().primaryKey(),
  events: t.integer().notNull(),
  released: t.bigint().notNull(),
  index: t.bigint().notNull(),
  paid: t.bigint().notNull(),
}));

export const holding = onchainTable(
  "holding",
  (t) => ({
    token: t.hex().notNull(),
    holder: t.hex().notNull(),
    shares: t.bigint().notNull(),
    index: t.bigint().notNull(),
    fraction: t.bigint().notNull(),
    owed: t.bigint().notNull(),
    paid: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.token, table.holder] }) }),
);
