import sys; sys.path.insert(0,'tests/life')
import sim; from sim import *
one=10**6
F=world(); CUR=sim.CUR
# --- opening
p=propose(T()); print('propose gas',p.gas)
refused('Campaign_NotApproved',p.c.functions.open(),ACC[0])
send(F.functions.approveListing(p.c.address),ACC[platform])
refused('Campaign_NoConsent',p.c.functions.open(),ACC[0])
refused('Consents_WrongSigner',consent(p,by=fan),ACC[0])
send(consent(p),ACC[0])
refused('Campaign_LineUncovered',p.c.functions.open(),ACC[0])
give(ACC[fin],p.c.address,800*one)
refused('Campaign_OnlyFinancier',p.c.functions.escrowLine(0),ACC[0])
send(p.c.functions.escrowLine(0),ACC[fin]); send(p.c.functions.withdrawLine(0),ACC[fin]); assert bal(fin)==800*one
give(ACC[fin],p.c.address,800*one); send(p.c.functions.escrowLine(0),ACC[fin])
d=now()+5; sig=linesig(p,fin2,1,400*one,False,d)
send(p.c.functions.signLine(1,False,d,sig),ACC[0]); until(d+1)
assert refused('Campaign_LineUncovered',p.c.functions.open(),ACC[0])==(1,)
d=now()+200*DAY; send(p.c.functions.signLine(1,False,d,linesig(p,fin2,1,400*one,False,d)),ACC[0])
r=send(p.c.functions.open(),ACC[0]); print('open gas',r.gasUsed)
refused('Consents_TooLate',F.functions.revokeConsent(p.c.address),ACC[artist])
refused('Campaign_WrongStatus',p.c.functions.withdrawLine(0),ACC[fin])
refused('Campaign_NotOpenYet',p.c.functions.contribute(5,0),ACC[fan])
until(p.terms[4][7])
# --- raising
print('contribute first',buy(p,fan,5,1).gasUsed); print('contribute again',buy(p,fan,5).gasUsed)
give(ACC[fan],p.c.address,100*one); refused('Campaign_TwoWindowsRunning',p.c.functions.contribute(5,0),ACC[fan])
give(ACC[fan2],p.c.address,1000*one)
refused('Campaign_TierTaken',p.c.functions.contribute(10,1),ACC[fan2])
refused('Campaign_TierNeedsShares',p.c.functions.contribute(10,2),ACC[fan2])
refused('Campaign_UnknownTier',p.c.functions.contribute(10,3),ACC[fan2])
refused('Campaign_TooFewShares',p.c.functions.contribute(1,0),ACC[fan2])
refused('Campaign_TooManyShares',p.c.functions.contribute(61,0),ACC[fan2])
refused('Campaign_NotEnoughLeft',p.c.functions.contribute(91,0),ACC[fan2])
send(p.c.functions.contribute(30,2),ACC[fan2])
# for somebody else
give(ACC[stranger],p.c.address,1000*one); send(p.c.functions.contributeFor(ACC[20],4),ACC[stranger])
refused('Campaign_FanHasPledged',p.c.functions.contributeFor(ACC[20],4),ACC[stranger])
buy(p,20,3)
b0=bal(20); b1=bal(stranger); r=send(p.c.functions.revoke(),ACC[20]); print('revoke (two payers)',r.gasUsed)
assert bal(20)==b0+30*one and bal(stranger)==b1+40*one
def csig(by,payer,shares,tier,nonce,d): return sign(by,dom(p),{'Contribution':[{'name':n,'type':t} for n,t in (('fan','address'),('payer','address'),('shares','uint256'),('tier','uint256'),('nonce','uint256'),('deadline','uint256'))]},{'fan':ACC[by],'payer':payer,'shares':shares,'tier':tier,'nonce':nonce,'deadline':d})
d=now()+DAY; sg=csig(20,ACC[stranger],20,2,0,d)
send(p.c.functions.contributeBySignature(ACC[20],20,2,d,sg),ACC[stranger]); refused('Campaign_WrongSigner',p.c.functions.contributeBySignature(ACC[20],20,2,d,sg),ACC[stranger])
# permit
def permit(i,spender,value,deadline): 
    sg=KEYS[i].sign_message(encode_typed_data({'name':'Euro Coin','version':'1','chainId':w3.eth.chain_id,'verifyingContract':CUR.address},{'Permit':[{'name':n,'type':t} for n,t in (('owner','address'),('spender','address'),('value','uint256'),('nonce','uint256'),('deadline','uint256'))]},{'owner':ACC[i],'spender':spender,'value':value,'nonce':CUR.functions.nonces(ACC[i]).call(),'deadline':deadline}))
    return (value,deadline,sg.v,sg.r.to_bytes(32,'big'),sg.s.to_bytes(32,'big'))
send(CUR.functions.mint(ACC[21],1000*one),ACC[21]); pm=permit(21,p.c.address,20*one,now()+DAY)
r=send(p.c.functions.contributeWithPermit(2,0,pm),ACC[21]); print('contribute with permit',r.gasUsed)
pm=permit(21,p.c.address,20*one,now()+DAY); send(CUR.functions.permit(ACC[21],p.c.address,*pm),ACC[0]); send(p.c.functions.contributeWithPermit(2,0,pm),ACC[21])
r=send(p.c.functions.revoke(),ACC[21]); print('revoke',r.gasUsed)
give(ACC[patron],p.c.address,50*one); send(p.c.functions.give(50*one),ACC[patron])
# pause
send(F.functions.pauseContributions(),ACC[platform]); refused('Campaign_Paused',p.c.functions.contribute(2,0),ACC[21]); until(now()+3*DAY); send(F.functions.resumeContributions(),ACC[platform])
ext=p.c.functions.closesAt().call()-p.terms[4][8]; assert abs(ext-3*DAY)<10,ext
until(p.c.functions.closesAt().call()-10)
give(ACC[21],p.c.address,1000*one); assert send(p.c.functions.contributeUpTo(60,0),ACC[21]); print('sold',100-p.c.functions.sharesLeft().call(),p.s.functions.balanceOf(ACC[21]).call())
until(p.c.functions.closesAt().call()); refused('Campaign_ReflectionRunning',p.c.functions.finalize(),ACC[0])
refused('Campaign_GoalMet',p.c.functions.cancel(),ACC[producer])
r=send(p.c.functions.revoke(),ACC[21]); assert events(p.c,r,'Reopened'); 
give(ACC[21],p.c.address,1000*one); send(p.c.functions.contributeUpTo(60,0),ACC[21])
until(p.c.functions.closesAt().call()); until(p.c.functions.lastFirmAt().call())
r=send(p.c.functions.finalize(),ACC[0]); print('finalize',r.gasUsed,events(p.c,r,'Succeeded'))
assert bal(p.c.address)==p.c.functions.reserved().call()
print('recouped fin',p.w.functions.recoupedOf(1).call(),'fans',p.w.functions.recoupedOf(2).call())
# --- production
A32=b'\1'*32
refused('Campaign_LineUncovered',p.c.functions.announce(0,A32,'u'),ACC[producer])
d=now()+DAY; send(p.c.functions.signLine(1,True,d,linesig(p,fin2,1,400*one,True,d)),ACC[0])
r=send(p.c.functions.announce(0,A32,'u'),ACC[producer]); print('announce',r.gasUsed,events(p.c,r,'ReleaseAnnounced')[0]['amount'])
refused('Campaign_QuestionOpen',p.c.functions.announce(1,A32,'u'),ACC[producer])
refused('Campaign_ObjectionsOpen',p.c.functions.read(),ACC[0])
r=send(p.c.functions.object(),ACC[fan]); print('object',r.gasUsed); refused('ShareToken_AlreadyObjecting',p.c.functions.object(),ACC[fan])
assert p.s.functions.objections().call()==[1,10,100]
send(p.s.functions.transfer(ACC[fan2],4),ACC[fan]); assert p.s.functions.objections().call()[1]==6
send(p.s.functions.transfer(ACC[fan],4),ACC[fan2]); assert p.s.functions.objections().call()[1]==10
until(p.c.functions.question().call()[3]); b=bal(producer); r=send(p.c.functions.read(),ACC[0]); print('read/release',r.gasUsed,bal(producer)-b)
refused('Campaign_AlreadyReleased',p.c.functions.announce(0,A32,'u'),ACC[producer])
for k in range(2):
    send(p.c.functions.announce(1,A32,'u'),ACC[producer]); send(p.c.functions.object(),ACC[fan2]); send(p.c.functions.object(),ACC[fan])
    until(p.c.functions.question().call()[3]); refused('Campaign_ObjectionsClosed',p.c.functions.object(),ACC[20])
    r=send(p.c.functions.read(),ACC[0]); assert events(p.c,r,'Marked'); refused('Campaign_ReadAgainLater',p.c.functions.read(),ACC[0]); until(now()+DAY+1)
    r=send(p.c.functions.read(),ACC[0]); assert events(p.c,r,'ReleaseRefused')[0]['refusals']==k+1
refused('Campaign_RefusedTwice',p.c.functions.announce(1,A32,'u'),ACC[producer])
# royalties
r,e=dep(p,1000*one); print('deposit',r.gasUsed,e['amounts'],sum(e['amounts'])+e['toProducer'])
assert e['amounts'][0]==50*one
due=[p.w.functions.dueOf(i).call() for i in range(6)]; print('due',due)
pv=p.w.functions.preview(500*one,500*one).call(); r,e=dep(p,500*one,2); assert list(pv[0])==list(e['amounts'])
r,e=dep(p,2000*one,3); print(e['amounts'])
print('overdue',p.w.functions.isOverdue().call(),p.w.functions.reportDueAt().call()-now())
# --- wind down
assert p.c.functions.hasGrounds(1).call() and not p.c.functions.hasGrounds(2).call()
refused('Campaign_OnlyHolder',p.c.functions.openWindDown(1),ACC[0]); send(p.c.functions.openWindDown(1),ACC[fan])
send(p.c.functions.announce(2,A32,'u'),ACC[producer])  # supersedes
until(now()+DAY*22); r=send(p.c.functions.read(),ACC[0]); assert events(p.c,r,'ReleaseLapsed')
send(p.c.functions.openWindDown(1),ACC[fan]); send(p.c.functions.object(),ACC[fan2]); send(p.c.functions.object(),ACC[fan]); until(p.c.functions.question().call()[3])
send(p.c.functions.read(),ACC[0]); refused('Campaign_QuestionOpen',p.c.functions.announce(2,A32,'u'),ACC[producer]); until(now()+DAY); r=send(p.c.functions.read(),ACC[0]); w=events(p.c,r,'WoundDown')[0]; print(w,r.gasUsed)
print('proved after',p.w.functions.recoupedOf(1).call(),p.w.functions.recoupedOf(2).call())
send(p.c.functions.returnLine(0),ACC[0]); refused('Campaign_WrongLineState',p.c.functions.returnLine(1),ACC[0]); send(p.c.functions.refundGift(ACC[patron]),ACC[0])
r,e=dep(p,100*one,4)
for i in (fan,fan2,20,21):
    n=p.s.functions.balanceOf(ACC[i]).call(); refused('ERC20InsufficientBalance',p.c.functions.exit(n+1),ACC[i]); b=bal(i); r=send(p.c.functions.exit(n),ACC[i]); assert bal(i)-b==n*w['perShare']
print('exit',r.gasUsed,'left',bal(p.c.address),p.c.functions.reserved().call(), p.s.functions.totalSupply().call())
send(p.c.functions.sweep(CUR.address),ACC[0]); send(p.s.functions.sweep(CUR.address),ACC[0])
r,e=dep(p,100*one,5); print('after all left',e['amounts'])
for i in (fan,fan2,20,21):
    c=p.s.functions.claimable(ACC[i]).call(); b=bal(i); r=send(p.s.functions.payout([ACC[i]]),ACC[0]) if i!=fan else send(p.s.functions.claim(),ACC[i]); assert bal(i)-b==c>0,(i,c)
print('token left',bal(p.s.address),'reserved',p.s.functions.reserved().call(),'campaign',bal(p.c.address),p.c.functions.reserved().call(),'waterfall',bal(p.w.address))
