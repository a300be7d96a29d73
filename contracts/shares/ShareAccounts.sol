// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IShareToken} from "../interfaces/IShareToken.sol";
import {ITransferRule} from "../interfaces/ITransferRule.sol";
import {HolderAccount, HolderAccounts} from "../libraries/HolderAccount.sol";
import {RoyaltyIndex, RoyaltyIndexes} from "../libraries/RoyaltyIndex.sol";

/// @title ShareAccounts
/// @notice Who holds how many shares, and, settled at every move, what each has earned and whether it objects (PROTOCOL
/// 4.2, 5.3, 6.2).
/// @dev A transfer reads one global word and one word per side; everything else is read only if a flag in them says so.
abstract contract ShareAccounts is IShareToken, IERC20Errors {
    uint256 private constant MAX_SUPPLY = type(uint48).max;
    /// @dev Gas given to a transfer rule: an allow-list takes 5,000.
    uint256 private constant RULE_GAS = 50_000;

    RoyaltyIndex private _index;
    mapping(address holder => HolderAccount) private _accounts;
    /// @dev Whole units settled and not paid, where the account has the flag OWED.
    mapping(address holder => uint256) private _owed;
    /// @dev Shares burned when the project was wound down, and what they earn once no other is left; read where the
    /// account has the flag HAS_LEFT.
    RoyaltyIndex private _leaversIndex;
    mapping(address holder => HolderAccount) private _leavers;
    /// @dev Sum of the balances that object in the running round.
    uint256 private _objecting;

    // --- for the ShareToken ---

    /// @dev Returns what `to` holds now.
    function _mint(address to, uint256 shares) internal returns (uint256) {
        RoyaltyIndex index_ = _index;
        if (index_.has(RoyaltyIndexes.TRANSFERS_OPEN)) revert ShareToken_SupplyFixed();
        if (index_.has(RoyaltyIndexes.HAS_RULE)) _askRule(address(0), to, shares);
        uint256 supply = index_.supply() + shares;
        if (supply > MAX_SUPPLY) revert ShareToken_SupplyAboveMaximum(supply, MAX_SUPPLY);
        _index = index_.mint(shares);
        HolderAccount account = _credit(to, shares, index_);
        emit IERC20.Transfer(address(0), to, shares);
        return account.balance();
    }

    /// @dev After success only a wind-down burns: who leaves then is remembered.
    function _burn(address from, uint256 shares) internal {
        RoyaltyIndex index_ = _index;
        HolderAccount account = _debit(from, shares, index_);
        _index = index_.burn(shares);
        uint256 round = index_.round();
        if (round != 0 && account.round() == round) _objecting -= shares;
        if (index_.has(RoyaltyIndexes.TRANSFERS_OPEN)) _noteLeaver(from, account, shares);
        emit IERC20.Transfer(from, address(0), shares);
    }

    function _move(address from, address to, uint256 shares) internal {
        RoyaltyIndex index_ = _index;
        if (!index_.has(RoyaltyIndexes.TRANSFERS_OPEN)) revert ShareToken_TransfersClosed();
        if (index_.has(RoyaltyIndexes.HAS_RULE)) _askRule(from, to, shares);
        HolderAccount sender = _debit(from, shares, index_);
        HolderAccount receiver = _credit(to, shares, index_);
        uint256 round = index_.round();
        if (round != 0) _moveObjection(sender.round() == round, receiver.round() == round, shares);
        emit IERC20.Transfer(from, to, shares);
    }

    function _openTransfers() internal {
        _index = _index.set(RoyaltyIndexes.TRANSFERS_OPEN);
        emit TransfersOpened(_index.supply());
    }

    function _endSteps() internal {
        _index = _index.set(RoyaltyIndexes.STEPS_ENDED);
    }

    function _setRule() internal {
        _index = _index.set(RoyaltyIndexes.HAS_RULE);
    }

    /// @dev Zero ends the round.
    function _setRound(uint256 number) internal {
        _index = _index.setRound(number);
        _objecting = 0;
    }

    function _object(address holder) internal {
        HolderAccount account = _accounts[holder];
        uint256 round = _index.round();
        if (account.balance() == 0) revert ShareToken_NoShares(holder);
        if (account.round() == round) revert ShareToken_AlreadyObjecting(holder);
        _accounts[holder] = account.setRound(round);
        _objecting += account.balance();
    }

    /// @dev Shares `amount` among the holders of this moment, or, if there are none, among those who left.
    function _addRoyalties(uint256 number, uint256 amount) internal {
        RoyaltyIndex index_ = _index;
        if (index_.supply() != 0) {
            _index = index_ = index_.addDown(amount);
            emit RoyaltiesReleased(number, amount, index_.value());
        } else {
            _leaversIndex = index_ = _leaversIndex.addDown(amount);
            emit RoyaltiesReleasedToLeavers(number, amount, index_.value());
        }
    }

    /// @dev Strikes all whole units that `holder` has earned off its account, and returns them. Leaves an account without
    /// any as it is, so that it never changes without an event: a mirror can follow every fraction. `globalIndex` and
    /// `account` are what was just read: a payout reads the first once for all holders.
    function _takeEarned(address holder, HolderAccount account, uint256 globalIndex) internal returns (uint256 earned) {
        HolderAccount settled;
        (settled, earned) = account.settleDown(globalIndex);
        if (account.has(HolderAccounts.OWED)) {
            earned += _owed[holder];
            _owed[holder] = 0;
            settled = settled.clear(HolderAccounts.OWED);
        }
        if (account.has(HolderAccounts.HAS_LEFT)) {
            HolderAccount left;
            uint256 more;
            (settled, left, more) = _joinLeaver(holder, settled);
            earned += more;
            if (earned != 0) _leavers[holder] = left;
        }
        if (earned != 0) _accounts[holder] = settled;
    }

    /// @dev Puts back what could not be paid.
    function _owe(address holder, uint256 amount) internal {
        _owed[holder] += amount;
        _accounts[holder] = _accounts[holder].set(HolderAccounts.OWED);
    }

    function _setPush(address holder, bool accepted) internal {
        (uint256 on, uint256 off) = accepted
            ? (HolderAccounts.PUSH_ACCEPTED, HolderAccounts.PUSH_REFUSED)
            : (HolderAccounts.PUSH_REFUSED, HolderAccounts.PUSH_ACCEPTED);
        _accounts[holder] = _accounts[holder].set(on).clear(off);
    }

    function _earned(address holder) internal view returns (uint256 earned) {
        HolderAccount settled;
        (settled, earned) = _accounts[holder].settleDown(_index.value());
        (,, uint256 more) = _joinLeaver(holder, settled);
        earned += more + _owed[holder];
    }

    function _globalWord() internal view returns (RoyaltyIndex) {
        return _index;
    }

    function _leaversWord() internal view returns (RoyaltyIndex) {
        return _leaversIndex;
    }

    function _account(address holder) internal view returns (HolderAccount) {
        return _accounts[holder];
    }

    function _leaver(address holder) internal view returns (HolderAccount) {
        return _leavers[holder];
    }

    function _owedOf(address holder) internal view returns (uint256) {
        return _owed[holder];
    }

    function _objectingShares() internal view returns (uint256) {
        return _objecting;
    }

    // --- inside ---

    function _debit(address from, uint256 shares, RoyaltyIndex index_) private returns (HolderAccount account) {
        account = _accounts[from];
        if (account.balance() < shares) revert ERC20InsufficientBalance(from, account.balance(), shares);
        account = _settle(from, account, index_.value()).debit(shares);
        _accounts[from] = account;
    }

    function _credit(address to, uint256 shares, RoyaltyIndex index_) private returns (HolderAccount account) {
        // What this contract held could never claim.
        if (to == address(0) || to == address(this)) revert ERC20InvalidReceiver(to);
        account = _accounts[to];
        // A transfer of nothing is anybody's to make, even before a contract stands at its address.
        if (shares != 0 && !account.has(HolderAccounts.SEEN)) account = _firstSight(to, account);
        account = _settle(to, account, index_.value()).credit(shares);
        _accounts[to] = account;
    }

    function _settle(address holder, HolderAccount account, uint256 newIndex) private returns (HolderAccount) {
        if (account.index() == newIndex) return account;
        (HolderAccount settled, uint256 earned) = account.settleDown(newIndex);
        if (earned == 0) return settled;
        _owed[holder] += earned;
        return settled.set(HolderAccounts.OWED);
    }

    /// @dev Looks at the receiver's code once and for all: doing so at each payout costs 2,600 gas more. An EIP-7702
    /// delegation (0xef0100 and an address) makes no contract of a wallet.
    function _firstSight(address to, HolderAccount account) private view returns (HolderAccount) {
        account = account.set(HolderAccounts.SEEN);
        uint256 size = to.code.length;
        bool isWallet = size == 0 || (size == 23 && bytes3(to.code) == 0xef0100);
        return isWallet ? account : account.set(HolderAccounts.IS_CONTRACT);
    }

    /// @dev The tally follows the shares: between two who object, or two who do not, it stays.
    function _moveObjection(bool fromObjector, bool toObjector, uint256 shares) private {
        if (fromObjector == toObjector) return;
        _objecting = fromObjector ? _objecting - shares : _objecting + shares;
    }

    /// @dev What burned shares have earned, and, with their fraction, the account: two fractions can make a unit.
    function _joinLeaver(address holder, HolderAccount settled)
        private
        view
        returns (HolderAccount joined, HolderAccount left, uint256 earned)
    {
        uint256 unit;
        (left, earned) = _leavers[holder].settleDown(_leaversIndex.value());
        (joined, unit) = settled.joinFraction(left.fraction());
        left = left.clearFraction();
        earned += unit;
    }

    function _noteLeaver(address holder, HolderAccount account, uint256 shares) private {
        RoyaltyIndex index_ = _leaversIndex;
        _leaversIndex = index_.mint(shares);
        // The account needs no settling: burned shares earn nothing before no other is left to burn.
        _leavers[holder] = _leavers[holder].credit(shares);
        if (!account.has(HolderAccounts.HAS_LEFT)) _accounts[holder] = account.set(HolderAccounts.HAS_LEFT);
    }

    /// @dev A rule that fails, answers nothing or takes too much gas refuses.
    function _askRule(address from, address to, uint256 shares) private view {
        (,,, address rule) = abi.decode(Clones.fetchCloneArgs(address(this)), (address, address, uint256, address));
        (bool success, bytes memory answer) =
            rule.staticcall{gas: RULE_GAS}(abi.encodeCall(ITransferRule.allows, (from, to, shares)));
        if (!success || answer.length < 32 || abi.decode(answer, (uint256)) != 1) {
            revert ShareToken_TransferRefused(from, to, shares);
        }
    }
}
