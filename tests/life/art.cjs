const fs=require('fs'),path=require('path');const root=process.cwd();
const solc=require(process.cwd()+'/node_modules/solc');
const sources={};(function walk(d){for(const f of fs.readdirSync(d)){const p=path.join(d,f);if(fs.statSync(p).isDirectory())walk(p);else if(f.endsWith('.sol'))sources[path.relative(root,p)]={content:fs.readFileSync(p,'utf8')}}})(root+'/contracts');
const out=JSON.parse(solc.compile(JSON.stringify({language:'Solidity',sources,settings:{viaIR:true,evmVersion:'cancun',optimizer:{enabled:true,runs:10000},outputSelection:{'*':{'*':['abi','evm.bytecode.object','evm.deployedBytecode.object','storageLayout']}}}}),{import:p=>{try{return{contents:fs.readFileSync(root+'/node_modules/'+p,'utf8')}}catch(e){return{error:String(e)}}}}));
for(const e of out.errors||[])if(e.severity=='error')console.log(e.formattedMessage);
const a={};for(const f in out.contracts||{})for(const c in out.contracts[f]){const x=out.contracts[f][c];a[c]={abi:x.abi,bin:x.evm.bytecode.object,size:x.evm.deployedBytecode.object.length/2,layout:x.storageLayout}}
fs.writeFileSync('.coprod/art.json',JSON.stringify(a));
for(const c of ['Campaign','CampaignProduction','ProjectFactory','ShareToken','Waterfall','AllowList'])console.log(c,a[c].size);
const L=c=>JSON.stringify(a[c].layout.storage.map(s=>[s.label,s.slot,s.offset]));console.log('same layout',L('Campaign')===L('CampaignProduction'));
