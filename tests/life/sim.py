import json, os, socket, subprocess, time, atexit
from web3 import Web3
from eth_account import Account
from eth_account.messages import encode_typed_data
A=json.load(open('.coprod/art.json'))
s=socket.socket(); s.bind(('127.0.0.1',0)); PORT=s.getsockname()[1]; s.close()
proc=subprocess.Popen(['./node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil','--port',str(PORT),'--silent','--accounts','30','--base-fee','0','--gas-limit','900000000','--hardfork','prague','--cache-path','.coprod/anvil'],stdout=subprocess.DEVNULL)
atexit.register(lambda:(proc.terminate(),proc.wait()))
w3=Web3(Web3.HTTPProvider(f'http://127.0.0.1:{PORT}',request_kwargs={'timeout':300}))
for _ in range(100):
    if w3.is_connected(): break
    time.sleep(0.1)
ACC=w3.eth.accounts
KEYS=[Account.from_mnemonic('test test test test test test test test test test test junk',account_path=f"m/44'/60'/0'/0/{i}") if False else None for i in range(30)]
Account.enable_unaudited_hdwallet_features()
KEYS=[Account.from_mnemonic('test test test test test test test test test test test junk',account_path=f"m/44'/60'/0'/0/{i}") for i in range(30)]
ERR={}
for c in A.values():
    for x in c['abi']:
        if x['type']=='error':
            ERR[Web3.keccak(text=x['name']+'('+','.join(i['type'] for i in x['inputs'])+')')[:4].hex()]=(x['name'],[i['type'] for i in x['inputs']])
class Refused(Exception): pass
def decode(data):
    data=data[2:] if data.startswith('0x') else data
    if data[:8] in ERR:
        n,t=ERR[data[:8]]
        from eth_abi import decode as d
        return n,tuple(d(t,bytes.fromhex(data[8:])))
    return ('raw',data)
def send(fn,frm,gas=None):
    tx={'from':frm,'gas':gas or 16_000_000,'gasPrice':0}
    try: h=fn.transact(tx)
    except Exception as e:
        d=getattr(e,'data',None); 
        if isinstance(d,dict): d=d.get('data')
        raise Refused(decode(d) if isinstance(d,str) else repr(e))
    r=w3.eth.wait_for_transaction_receipt(h)
    if r.status!=1:
        try: fn.call({'from':frm,'gas':gas or 16_000_000}, block_identifier=r.blockNumber-1)
        except Exception as e:
            d=getattr(e,'data',None); raise Refused(decode(d) if isinstance(d,str) else repr(e))
        raise Refused('failed')
    return r
def deploy(name,*args,frm=None):
    c=w3.eth.contract(abi=A[name]['abi'],bytecode=A[name]['bin'])
    r=send(c.constructor(*args),frm or ACC[0],60_000_000)
    return w3.eth.contract(address=r.contractAddress,abi=A[name]['abi'])
def at(name,addr): return w3.eth.contract(address=addr,abi=A[name]['abi'])
def now(): return w3.eth.get_block('latest').timestamp
def until(t):
    if now()<t:
        w3.provider.make_request('evm_setNextBlockTimestamp',[t]); w3.provider.make_request('evm_mine',[])
def refused(name,fn,frm):
    try: send(fn,frm)
    except Refused as e:
        assert e.args[0][0]==name,(name,e.args); return e.args[0][1]
    raise AssertionError('not refused: '+name)
def events(c,r,name): return [dict(e['args']) for e in getattr(c.events,name)().process_receipt(r,errors=__import__('web3.logs').logs.DISCARD)]
DAY=86400; Z='0x'+'0'*40
platform,treasury,producer,fan,fan2,fin,coll,stranger,artist,patron,fin2=range(1,12)
def sign(i,domain,types,msg):
    m=encode_typed_data(domain,types,msg); return KEYS[i].sign_message(m).signature
def T(**k):
    one=10**6
    d=dict(price=10*one,goal=800*one,cap=100,least=1,mn=2,mx=60,opens=now()+DAY,closes=now()+31*DAY,budget=2000*one,cbps=5000,refl=4*DAY,
      lines=[(ACC[fin],'tv',800*one),(ACC[fin2],'fund',400*one)],tiers=[(5,1,'poster'),(20,3,'dinner')],
      ms=[(3000,now()+100*DAY,'shoot'),(3333,now()+200*DAY,'edit'),(3667,now()+300*DAY,'release')],obps=3333,osec=7*DAY,grace=30*DAY,
      pos=[(0,False,ACC[coll],500,0,'agent'),(1,False,ACC[fin],1000,800*one,'tv recoups'),(1,True,Z,0,900*one,'fans recoup'),(2,False,ACC[fin],3333,0,'tv'),(2,False,Z,4000,0,'holders'),(2,False,ACC[producer],2667,0,'producer')],
      colls=[ACC[coll]],ceil=2500,steps=1,cap_share=0,rep=182*DAY,delay=90*DAY,rule=Z,keeper=Z,name='The Long Night')
    d.update(k)
    return ('complement',d['name'],'NIGHT','https://x/n.json',
      (CUR.address,d['price'],d['goal'],d['cap'],d['least'],d['mn'],d['mx'],d['opens'],d['closes'],d['budget'],d['cbps'],d['refl'],ACC[artist]),
      d['lines'],d['tiers'],(d['ms'],d['obps'],d['osec'],d['grace']),(d['pos'],d['colls'],d['ceil'],d['steps'],d['cap_share'],d['rep'],d['delay']),d['rule'],d['keeper'],b'\7'*32,'https://x')
class P: pass
def world():
    global CUR,F
    CUR=deploy('TestCurrency','Euro Coin','EURC',6)
    prod=deploy('CampaignProduction'); camp=deploy('Campaign',prod.address)
    F=deploy('ProjectFactory',ACC[platform],ACC[treasury],500,camp.address,deploy('Waterfall').address,deploy('ShareToken').address)
    send(F.functions.allowCurrency(CUR.address,True),ACC[platform])
    send(F.functions.approveFinancier(ACC[fin2],True),ACC[platform])
    return F
NONCE=[0]
def propose(terms):
    NONCE[0]+=1
    pre=F.functions.predict(ACC[producer],terms,NONCE[0]).call()
    r=send(F.functions.propose(terms,NONCE[0]),ACC[producer])
    e=events(F,r,'ProjectProposed')[0]
    assert [e['campaign'],e['waterfall'],e['shareToken']]==list(pre)
    p=P(); p.c=at('Campaign',e['campaign']); p.w=at('Waterfall',e['waterfall']); p.s=at('ShareToken',e['shareToken']); p.hash=e['termsHash']; p.terms=terms; p.gas=r.gasUsed
    return p
def consent(p,deadline=None,by=artist):
    deadline=deadline or now()+10*DAY
    sig=sign(by,{'name':'Coprod','version':'1','chainId':w3.eth.chain_id,'verifyingContract':F.address},{'ArtistConsent':[{'name':'campaign','type':'address'},{'name':'termsHash','type':'bytes32'},{'name':'deadline','type':'uint256'}]},{'campaign':p.c.address,'termsHash':p.hash,'deadline':deadline})
    return F.functions.recordConsent(p.c.address,deadline,sig)
def dom(p): return {'name':'Coprod campaign','version':'1','chainId':w3.eth.chain_id,'verifyingContract':p.c.address}
def linesig(p,by,line,amount,paid,deadline):
    return sign(by,dom(p),{'FinancierLine':[{'name':'line','type':'uint256'},{'name':'amount','type':'uint256'},{'name':'paidElsewhere','type':'bool'},{'name':'deadline','type':'uint256'}]},{'line':line,'amount':amount,'paidElsewhere':paid,'deadline':deadline})
def give(who,spender,amount):
    send(CUR.functions.mint(who,amount),who); send(CUR.functions.approve(spender,amount),who)
def opened(**k):
    p=propose(T(**k)); send(F.functions.approveListing(p.c.address),ACC[platform]); send(consent(p),ACC[stranger])
    for i,(f,_,a) in enumerate(p.terms[5]):
        if f==ACC[fin]: give(f,p.c.address,a); send(p.c.functions.escrowLine(i),f)
        else:
            d=now()+300*DAY; send(p.c.functions.signLine(i,False,d,linesig(p,fin2,i,a,False,d)),ACC[stranger])
    p.open_gas=send(p.c.functions.open(),ACC[stranger]).gasUsed
    until(p.terms[4][7]); return p
def buy(p,i,shares,tier=0):
    who=ACC[i]; give(who,p.c.address,shares*p.terms[4][1]); return send(p.c.functions.contribute(shares,tier),who)
def stmt(net,n=1,gross=None,ded=()):
    return (n*2592000,(n+1)*2592000,b'distrokid'.ljust(32,b'\0'),gross or net,list(ded),net,n.to_bytes(32,'big'),'u',b'\0'*32)
def dep(p,net,n=1,**k):
    give(ACC[producer],p.w.address,net); r=send(p.w.functions.deposit(stmt(net,n,**k)),ACC[producer]); return r,events(p.w,r,'Deposited')[0]
def bal(i): return CUR.functions.balanceOf(ACC[i] if isinstance(i,int) else i).call()
