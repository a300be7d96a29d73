import sys; sys.path.insert(0,'tests/life')
import sim; from sim import *
import random
F=world(); CUR=sim.CUR; one=10**6
# --- library against a twin
ar=deploy('Arithmetic')
def share_down(places,due,room,gross,net):
    due=list(due); am=[0]*len(places); left=net; i=0; n=len(places)
    while i<n and places[i][0]==0:
        due[i]+=gross*places[i][3]//10000; am[i]=min(due[i],left); due[i]-=am[i]; left-=am[i]; i+=1
    while i<n and places[i][0]==1:
        end=i+1
        while end<n and places[end][1]: end+=1
        want=[min(due[k],room) if places[k][2]==Z else due[k] for k in range(i,end)]
        total=min(left,sum(want))
        if total:
            units=total
            for k,w in zip(range(i,end),want): am[k]=total*w//sum(want); units-=am[k]
            for k,w in zip(range(i,end),want):
                more=min(w-am[k],units); am[k]+=more; units-=more; due[k]-=am[k]
                if places[k][2]==Z: room-=am[k]
            left-=total
        i=end
    rest=left; h=None
    for k in range(i,n):
        if places[k][2]==Z: h=k; continue
        am[k]=left*places[k][3]//10000; rest-=am[k]
    am[h]=min(rest,room); return am,rest-am[h],due
rng=random.Random(5)
for t in range(150):
    a,b,c=rng.randint(0,3),rng.randint(0,5),rng.randint(1,4)
    pl=[(0,False,ACC[1],rng.randint(0,4000),0) for _ in range(a)]
    hr=rng.randrange(b) if b and rng.random()<.6 else -1
    pl+=[(1,bool(k and rng.random()<.6),Z if k==hr else ACC[2+k],rng.randint(0,5000),rng.randint(1,10**6)) for k in range(b)]
    hp=rng.randrange(c); cut=sorted(rng.randint(0,10000) for _ in range(c-1)); cut=[0]+cut+[10000]
    pl+=[(2,False,Z if k==hp else ACC[9],cut[k+1]-cut[k],0) for k in range(c)]
    due=[rng.choice([0,rng.randint(0,30),rng.randint(0,10**6)]) if p[0]<2 else 0 for p in pl]
    net=rng.choice([0,1,2,rng.randint(0,100),rng.randint(0,10**7)]); gross=net+rng.randint(0,10**5); room=rng.choice([2**256-1,0,rng.randint(0,10**6),rng.randint(0,20)])
    am,tp,du=ar.functions.shareDown(pl,due,room,gross,net).call()
    assert (list(am),tp,list(du))==share_down(pl,due,room,gross,net),(t,pl,due,room,gross,net)
    assert sum(am)+tp==net and sum(x for x,p in zip(am,pl) if p[2]==Z)<=room
print('library = twin, 150 random waterfalls')
# --- failure with payers, tiers freed, lines returned
p=opened(); buy(p,fan,10,1); give(ACC[stranger],p.c.address,1000*one); send(p.c.functions.contributeFor(ACC[20],30),ACC[stranger]); buy(p,20,5); give(ACC[patron],p.c.address,9*one); send(p.c.functions.give(9*one),ACC[patron])
assert p.c.functions.tierTaken(1).call()==1
until(p.c.functions.closesAt().call()+5*DAY); send(p.c.functions.finalize(),ACC[0]); assert p.c.functions.status().call()==3
x=bal(20); y=bal(stranger); r=send(p.c.functions.refundMany([ACC[20],ACC[fan],ACC[7]]),ACC[0]); assert bal(20)-x==50*one and bal(stranger)-y==300*one
assert p.c.functions.tierTaken(1).call()==0
refused('Campaign_NothingToRefund',p.c.functions.refund(ACC[20]),ACC[0]); send(p.c.functions.refundGift(ACC[patron]),ACC[0]); send(p.c.functions.returnLine(0),ACC[0]); refused('Campaign_WrongLineState',p.c.functions.returnLine(0),ACC[0])
assert bal(p.c.address)==0==p.c.functions.reserved().call()
# --- lapse
p=propose(T()); give(ACC[fin],p.c.address,800*one); send(p.c.functions.escrowLine(0),ACC[fin]); until(p.terms[4][7]); assert p.c.functions.status().call()==6
refused('Campaign_OpeningPassed',p.c.functions.open(),ACC[0]); send(p.c.functions.returnLine(0),ACC[0]); assert bal(p.c.address)==0
assert refused('Campaign_WrongStatus',p.c.functions.cancel(),ACC[producer])==(6,)
# --- consent revoked for good
p=propose(T()); send(F.functions.approveListing(p.c.address),ACC[platform]); send(consent(p),ACC[0]); assert F.functions.hasConsent(p.c.address).call(); send(F.functions.revokeConsent(p.c.address),ACC[artist]); refused('Consents_Revoked',consent(p),ACC[0]); refused('Campaign_NoConsent',p.c.functions.open(),ACC[0])
# --- transfer rule
al=deploy('AllowList',ACC[platform])
refused('Terms_WrongRuleKeeper',F.functions.propose(T(rule=al.address,keeper=ACC[0]),99),ACC[producer])
p=opened(rule=al.address,keeper=ACC[platform],lines=[],budget=800*one,cbps=10000,cap=80,mx=80,cap_share=25*one,steps=3,pos=[(2,False,Z,6000,0,'h'),(2,False,ACC[fin],4000,0,'x')])
give(ACC[fan],p.c.address,10**9); refused('ShareToken_TransferRefused',p.c.functions.contribute(80,0),ACC[fan])
send(al.functions.allow([ACC[fan]],True),ACC[platform]); send(p.c.functions.contribute(80,0),ACC[fan])
until(p.c.functions.lastFirmAt().call()); send(p.c.functions.finalize(),ACC[0]); print('early close ok')
refused('ShareToken_TransferRefused',p.s.functions.transfer(ACC[fan2],5),ACC[fan]); send(al.functions.allow([ACC[fan2]],True),ACC[platform]); print('transfer with rule',send(p.s.functions.transfer(ACC[fan2],5),ACC[fan]).gasUsed)
# --- cap flips: 80 shares * 25 = 2000
r,e=dep(p,3000*one,1); assert e['amounts']==[1800*one,1200*one] and e['toProducer']==0
pv=p.w.functions.preview(1000*one,1000*one).call(); r,e=dep(p,1000*one,2); assert e['amounts']==[200*one,400*one] and e['toProducer']==400*one and pv==[e['amounts'],e['toProducer']],(pv,e['amounts'],e['toProducer'])
assert p.w.functions.holdersRoom().call()==0
until(now()+3*DAY); send(p.s.functions.release(1),ACC[0]); send(p.s.functions.release(2),ACC[0]); assert p.s.functions.claimable(ACC[fan]).call()==75*25*one
# --- claim by signature
d=now()+DAY; sg=sign(fan,{'name':'Coprod share','version':'1','chainId':w3.eth.chain_id,'verifyingContract':p.s.address},{'Claim':[{'name':n,'type':t} for n,t in (('holder','address'),('to','address'),('nonce','uint256'),('deadline','uint256'))]},{'holder':ACC[fan],'to':ACC[25],'nonce':0,'deadline':d})
send(p.s.functions.claimBySignature(ACC[fan],ACC[25],d,sg),ACC[0]); assert bal(25)==75*25*one; refused('ShareToken_WrongSigner',p.s.functions.claimBySignature(ACC[fan],ACC[25],d,sg),ACC[0])
# --- two-step changes
refused('Campaign_OnlyProducer',p.c.functions.offerProducer(ACC[26]),ACC[0]); send(p.c.functions.offerProducer(ACC[26]),ACC[producer]); refused('Campaign_OnlyCandidate',p.c.functions.acceptProducer(),ACC[0]); send(p.c.functions.acceptProducer(),ACC[26])
assert p.w.functions.producer().call()==ACC[26]; give(ACC[producer],p.w.address,10); refused('Waterfall_OnlyReporter',p.w.functions.deposit(stmt(10,7)),ACC[producer])
refused('Waterfall_OnlyPayee',p.w.functions.offerPosition(0,ACC[0]),ACC[0]); send(p.w.functions.offerPosition(1,ACC[27]),ACC[fin]); send(p.w.functions.acceptPosition(1),ACC[27])
give(ACC[26],p.w.address,1000); send(p.w.functions.deposit(stmt(1000,8)),ACC[26]); assert bal(27)==400 and bal(26)==600
refused('Waterfall_OnlyCampaign',p.w.functions.prove(ACC[fin],1),ACC[0])
# --- overdue grounds, wind-down of a capped project: cap falls by what came back
until(p.terms[7][0][0][1]+30*DAY); assert p.c.functions.hasGrounds(0).call()
send(p.c.functions.openWindDown(0),ACC[fan]); send(p.c.functions.object(),ACC[fan]); until(p.c.functions.question().call()[3]); send(p.c.functions.read(),ACC[0]); until(now()+DAY); r=send(p.c.functions.read(),ACC[0]); print(events(p.c,r,'WoundDown'))
send(p.c.functions.exit(75),ACC[fan]); print('room after',p.w.functions.holdersRoom().call()); send(p.c.functions.exit(5),ACC[fan2]); assert bal(p.c.address)==p.c.functions.reserved().call()==0, bal(p.c.address)
print('overdue',p.w.functions.isOverdue().call())
give(ACC[26],p.w.address,1000); r=send(p.w.functions.deposit(stmt(1000,9)),ACC[26]); print(events(p.w,r,'Deposited')[0]['toProducer'])
print('all good')
