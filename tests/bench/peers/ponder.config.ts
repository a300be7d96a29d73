import { createConfig, factory } from "ponder";
import campaign from "./abi/Campaign.json";
import projectFactory from "./abi/ProjectFactory.json";
import shareToken from "./abi/ShareToken.json";
import waterfall from "./abi/Waterfall.json";

const startBlock = Number(process.env.BENCH_FIRST_BLOCK);
const address = process.env.BENCH_FACTORY as `0x${string}`;
const event = projectFactory.find((entry) => entry.type === "event" && entry.name === "ProjectProposed") as any;
const made = (parameter: string) => factory({ address, event, parameter } as any);
const chain = "local";

export default createConfig({
  chains: { local: { id: 31337, rpc: process.env.BENCH_RPC, ws: process.env.BENCH_WS } },
  contracts: {
    ProjectFactory: { chain, abi: projectFactory as any, address, startBlock },
    Campaign: { chain, abi: campaign as any, address: made("campaign"), startBlock },
    Waterfall: { chain, abi: waterfall as any, address: made("waterfall"), startBlock },
    ShareToken: { chain, abi: shareToken as any, address: made("shareToken"), startBlock },
  },
});
