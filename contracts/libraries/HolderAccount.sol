// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @notice What the ShareToken knows of one holder, in one storage word, so that a transfer touches no more slots than
/// that of a plain ERC-20: index 144 | fraction 48 | balance 48 | objected round 10 | flags 6, from the highest bit
/// down. A struct costs 3,100 gas more per transfer than these getters.
type HolderAccount is uint256;

using HolderAccounts for HolderAccount global;

/// @title HolderAccounts
/// @notice Reads and advances a HolderAccount. Pure. `index` and `fraction` are in 2^-48 currency units.
library HolderAccounts {
    /// @dev Some whole units are kept in the slot beside, because they were settled and not paid yet.
    uint256 internal constant OWED = 1;
    /// @dev The holder had code when it first received shares.
    uint256 internal constant IS_CONTRACT = 2;
    /// @dev The holder said that it wants, or does not want, to be paid by `payout`.
    uint256 internal constant PUSH_ACCEPTED = 4;
    uint256 internal constant PUSH_REFUSED = 8;
    /// @dev The holder has held shares before.
    uint256 internal constant SEEN = 16;
    /// @dev The holder has burned shares of a project that was wound down, which are counted beside.
    uint256 internal constant HAS_LEFT = 32;

    uint256 private constant MASK_48 = type(uint48).max;
    uint256 private constant MASK_10 = 1_023;

    function index(HolderAccount account) internal pure returns (uint256) {
        return HolderAccount.unwrap(account) >> 112;
    }

    function fraction(HolderAccount account) internal pure returns (uint256) {
        return (HolderAccount.unwrap(account) >> 64) & MASK_48;
    }

    function balance(HolderAccount account) internal pure returns (uint256) {
        return (HolderAccount.unwrap(account) >> 16) & MASK_48;
    }

    /// @notice Number of the round in which the holder objected last; 0 if it never did.
    function round(HolderAccount account) internal pure returns (uint256) {
        return (HolderAccount.unwrap(account) >> 6) & MASK_10;
    }

    function has(HolderAccount account, uint256 flag) internal pure returns (bool) {
        return HolderAccount.unwrap(account) & flag != 0;
    }

    /// @notice Whether `payout` pays this holder: who said so, or who said nothing and is no contract.
    function isPushed(HolderAccount account) internal pure returns (bool) {
        if (account.has(IS_CONTRACT | PUSH_REFUSED)) return account.has(PUSH_ACCEPTED);
        return true;
    }

    function set(HolderAccount account, uint256 flag) internal pure returns (HolderAccount) {
        return HolderAccount.wrap(HolderAccount.unwrap(account) | flag);
    }

    function clear(HolderAccount account, uint256 flag) internal pure returns (HolderAccount) {
        return HolderAccount.wrap(HolderAccount.unwrap(account) & ~flag);
    }

    /// @dev The number is below 1,024.
    function setRound(HolderAccount account, uint256 number) internal pure returns (HolderAccount) {
        return HolderAccount.wrap((HolderAccount.unwrap(account) & ~(MASK_10 << 6)) | (number << 6));
    }

    /// @notice Brings the account to `newIndex`: what its shares earned meanwhile, in whole units rounded down; the
    /// fraction is kept. Nothing can overflow: an index is below 2^144 and a balance below 2^48.
    function settleDown(HolderAccount account, uint256 newIndex)
        internal
        pure
        returns (HolderAccount settled, uint256 earned)
    {
        unchecked {
            uint256 fine = (newIndex - account.index()) * account.balance() + account.fraction();
            settled = HolderAccount.wrap(
                (newIndex << 112) | ((fine & MASK_48) << 64) | (HolderAccount.unwrap(account) & type(uint64).max)
            );
            earned = fine >> 48;
        }
    }

    function clearFraction(HolderAccount account) internal pure returns (HolderAccount) {
        return HolderAccount.wrap(HolderAccount.unwrap(account) & ~(MASK_48 << 64));
    }

    /// @notice Joins the fraction of another account of the same holder, and returns the unit (0 or 1) that they make.
    function joinFraction(HolderAccount account, uint256 other)
        internal
        pure
        returns (HolderAccount joined, uint256 earned)
    {
        unchecked {
            uint256 fine = account.fraction() + other;
            joined = HolderAccount.wrap(HolderAccount.unwrap(account.clearFraction()) | ((fine & MASK_48) << 64));
            earned = fine >> 48;
        }
    }

    /// @dev The caller has checked that the balance stays within 0 and 2^48 − 1.
    function credit(HolderAccount account, uint256 shares) internal pure returns (HolderAccount) {
        unchecked {
            return HolderAccount.wrap(HolderAccount.unwrap(account) + (shares << 16));
        }
    }

    function debit(HolderAccount account, uint256 shares) internal pure returns (HolderAccount) {
        unchecked {
            return HolderAccount.wrap(HolderAccount.unwrap(account) - (shares << 16));
        }
    }
}
