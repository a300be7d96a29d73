"""What each custom error of the contracts means to the person at the terminal, and what to do."""

from scripts.language import mark

SENTENCES = {
    "AllowList_OnlyCandidate": mark("only who was offered to keep the list can do this, not {caller}"),
    "AllowList_OnlyKeeper": mark("only the keeper of the list can do this, not {caller}"),
    "Campaign_AlreadyReleased": mark("milestone {milestone} was released already"),
    "Campaign_Closed": mark("the campaign closed on {closedAt}: nobody can contribute or give any more"),
    "Campaign_EvidenceUriTooLong": mark(
        "the address of the evidence has {bytes_} bytes, {most} fit: publish it at a shorter one"
    ),
    "Campaign_FanHasPledged": mark("{fan} has pledged already, and pays for more itself"),
    "Campaign_FinancierNotApproved": mark(
        "the platform has not approved {financier}: no signature counts yet"
    ),
    "Campaign_GiftAboveMaximum": mark("a gift of {amount} units is too large, {most} are left: give less"),
    "Campaign_GiftInKindTooLong": mark("{bytes_} bytes of description are too many, {most} fit: shorten it"),
    "Campaign_GoalMet": mark("the goal was met and the closing has passed: finalize it"),
    "Campaign_HasTier": mark("the fan has reward {tier} already: leave the reward out"),
    "Campaign_LineUncovered": mark("line {line} is not covered: its financier brings the money, or signs"),
    "Campaign_NoConsent": mark("the artist has not consented, or no longer does"),
    "Campaign_NoGift": mark("a gift of nothing is none: give more than 0"),
    "Campaign_NoGroundsToWindDown": mark(
        "milestone {milestone} is not refused twice, nor overdue past its grace"
    ),
    "Campaign_NoQuestionOpen": mark("the holders are asked nothing now"),
    "Campaign_NoShares": mark("no shares are no contribution, and no exit: name at least one"),
    "Campaign_NotApproved": mark("the platform has not approved this project yet"),
    "Campaign_NotClosedYet": mark("the campaign closes on {closesAt}: finalize it then"),
    "Campaign_NotEnoughLeft": mark("{left} shares are left, not {shares}: choose fewer"),
    "Campaign_NotOpenYet": mark("it opens on {opensAt}: come back then"),
    "Campaign_NothingToRefund": mark("{account} has nothing to be refunded"),
    "Campaign_NothingToRevoke": mark("{fan} has nothing left to take back: its pledges are firm"),
    "Campaign_ObjectionsClosed": mark("objections were open until {until}: the tally can be read now"),
    "Campaign_ObjectionsOpen": mark("holders can object until {until}: read the tally then"),
    "Campaign_OnlyCandidate": mark("only who was offered to become the producer can do this, not {caller}"),
    "Campaign_OnlyFinancier": mark("only the financier {financier} can do this, not {caller}"),
    "Campaign_OnlyHolder": mark("only a holder can do this: {caller} has no shares"),
    "Campaign_OnlyProducer": mark("only the producer can do this, not {caller}"),
    "Campaign_OpeningPassed": mark("it had to be opened before {opensAt}: propose it again with later times"),
    "Campaign_OtherPayer": mark("{payer} pays for this fan already, and nobody else can"),
    "Campaign_Paused": mark(
        "the platform has paused contributions, for fourteen days at most: come back later"
    ),
    "Campaign_PromiseNotLater": mark(
        "line {line} is promised until {recorded} already: only a later promise replaces it, and "
        "this one ends on {deadline}"
    ),
    "Campaign_QuestionOpen": mark("the holders are asked something else now: read that tally first"),
    "Campaign_ReadAgainLater": mark("the tally is read again on {readAgainAt}"),
    "Campaign_ReflectionRunning": mark("fans can think again until {until}: finalize it then"),
    "Campaign_RefusedTwice": mark("milestone {milestone} was refused twice: it cannot be announced any more"),
    "Campaign_ReleaseRoyaltiesFirst": mark(
        "royalties came in meanwhile: exit again, which releases them first"
    ),
    "Campaign_RoundsUsedUp": mark(
        "the holders were asked as often as they can be: nothing more can be asked"
    ),
    "Campaign_SignatureExpired": mark("the signature expired on {deadline}: ask for another"),
    "Campaign_TierNeedsShares": mark(
        "this reward needs {least} shares, not {shares}: take more, or leave it out"
    ),
    "Campaign_TierTaken": mark("reward {tier} is taken: choose another, or none"),
    "Campaign_TooFewShares": mark("a fan needs {least} shares at least, not {shares}"),
    "Campaign_TooManyShares": mark("a fan can have {most} shares at most, not {shares}"),
    "Campaign_TwoWindowsRunning": mark(
        "two pledges of this fan can still be taken back: contribute again after {until}"
    ),
    "Campaign_UnknownLine": mark("there is no financier's line {line}"),
    "Campaign_UnknownMilestone": mark("there is no milestone {milestone}"),
    "Campaign_UnknownTier": mark("there is no reward {tier}"),
    "Campaign_WrongLineState": mark("line {line} is {state} already"),
    "Campaign_WrongSigner": mark("this is not the signature of {signer} for this line"),
    "Consents_NotLater": mark(
        "a consent until {recorded} is recorded already, which is enough: only a later one "
        "replaces it, and this one ends on {deadline}"
    ),
    "Consents_OnlyArtist": mark("only the artist {artist} can do this, not {caller}"),
    "Consents_Revoked": mark("the artist has revoked the consent to {campaign}: propose it again"),
    "Consents_SignatureExpired": mark("the signature expired on {deadline}: ask for another"),
    "Consents_TooLate": mark("{campaign} is open already"),
    "Consents_UnknownProject": mark("{campaign} is no project of this factory"),
    "Consents_WrongSigner": mark("this is not the signature of the artist {artist} for these terms"),
    "ERC20InsufficientAllowance": mark(
        "{spender} may take {allowance} units and needs {needed}: allow it more"
    ),
    "ERC20InsufficientBalance": mark("{sender} has {balance} units and needs {needed}: fund it"),
    "OwnableInvalidOwner": mark(
        "{owner} cannot be the platform: choose an account that somebody has the key of"
    ),
    "OwnableUnauthorizedAccount": mark("only the platform can do this, not {account}"),
    "ProjectFactory_AlreadyApproved": mark("the platform has already approved {campaign}"),
    "ProjectFactory_AlreadyPaused": mark("contributions are paused since {since} already"),
    "ProjectFactory_AlreadyProposed": mark(
        "this project was proposed already: choose another nonce to propose its twin"
    ),
    "ProjectFactory_CannotRenounce": mark(
        "the platform cannot be given up, only handed over: transfer the ownership"
    ),
    "ProjectFactory_CurrencyHasNoCode": mark("there is no token at {currency} on this chain"),
    "ProjectFactory_CurrencyNotAllowed": mark(
        "the platform does not allow {currency} to new projects: choose another currency"
    ),
    "ProjectFactory_FeeAboveCeiling": mark("a fee of {feeBps} bps is above the ceiling of {ceilingBps} bps"),
    "ProjectFactory_NoLongerProposed": mark("{campaign} has lapsed, or is no longer a proposal"),
    "ProjectFactory_NotACurrency": mark(
        "{currency} does not answer as a currency, with decimals and a symbol: check its address"
    ),
    "ProjectFactory_NotPaused": mark("contributions are not paused: there is nothing to resume"),
    "ProjectFactory_UnknownProject": mark("{campaign} is no project of this factory"),
    "ProjectFactory_ZeroAddress": mark(
        "the zero address is nobody's: name an account that somebody has the key of"
    ),
    "SafeERC20FailedOperation": mark(
        "the currency {token} refuses the payment: does the payer have and allow the amount?"
    ),
    "ShareToken_AlreadyObjecting": mark("{holder} objects already"),
    "ShareToken_DepositsAboveMaximum": mark(
        "{deposited} units in all are more than the {maximum} that holders can be paid: report less"
    ),
    "ShareToken_NoShares": mark("{holder} has no shares"),
    "ShareToken_NothingToClaim": mark("{holder} has nothing to claim now"),
    "ShareToken_SignatureExpired": mark("the signature expired on {deadline}: ask for another"),
    "ShareToken_TransferRefused": mark(
        "the rule of these shares does not let {shares} of them go from {from} to {to}"
    ),
    "ShareToken_TransfersClosed": mark("shares move once the campaign has succeeded, not before"),
    "ShareToken_UnknownTranche": mark("there is no tranche {tranche} of royalties"),
    "ShareToken_WrongSigner": mark("this is not the signature of {signer} for these shares"),
    "Vault_NothingOwed": mark("{payee} is owed nothing: there is nothing to withdraw"),
    "Vault_NothingToSweep": mark("nothing of {token} was sent here by mistake"),
    "Vault_PaymentRefused": mark(
        "the currency refuses to pay {amount} units to {to}: withdraw to another account"
    ),
    "Vault_SweepsWhatIsOwed": mark("taking {token} from here would touch what is owed to others: it stays"),
    "Vault_TooLittleGas": mark("{gasLeft} gas are left where {gasNeeded} are needed: send it with more gas"),
    "Vault_WrongAmountReceived": mark(
        "{received} units arrived instead of {expected}: this currency does not pay in full"
    ),
    "Waterfall_AlreadyReported": mark("this statement was reported already: nothing more is to be done"),
    "Waterfall_DeductionsAboveCeiling": mark(
        "deductions of {deductions} units are above the ceiling of {ceiling}: deduct less"
    ),
    "Waterfall_GrossAboveMaximum": mark(
        "a gross of {gross} units is above the maximum of {most}: split the statement"
    ),
    "Waterfall_NetMismatch": mark(
        "gross {gross} less deductions {deductions} is not the net of {net} units: correct the statement"
    ),
    "Waterfall_OnlyCandidate": mark("only who was offered this position can accept it, not {caller}"),
    "Waterfall_OnlyPayee": mark("only the payee {payee} can do this, not {caller}"),
    "Waterfall_OnlyReporter": mark("only the producer and its collectors report receipts, not {caller}"),
    "Waterfall_PeriodReversed": mark(
        "the period of the statement ends before it begins: correct the statement"
    ),
    "Waterfall_ProjectNotSuccessful": mark("the campaign has not succeeded: no receipts can be shared"),
    "Waterfall_TooManyDeductions": mark("{count} deductions are too many, {most} fit: join some"),
    "Waterfall_UnknownCorrection": mark(
        "the statement that this one corrects was never reported here: check its id"
    ),
    "Waterfall_UnknownPosition": mark("there is no position {position} in the waterfall"),
    "Waterfall_UriTooLong": mark(
        "the address of the statement has {bytes_} bytes, {most} fit: publish it at a shorter one"
    ),
}
