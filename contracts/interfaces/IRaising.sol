// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Raising
/// @notice Fans contribute and may think again, patrons give, and at the end everybody has what was agreed or the money
/// back (PROTOCOL 3).
/// @dev Power of the producer: to cancel before the closing, or after it while the goal is not met. Everything else can
/// be called by anyone. Limits: money leaves before success only to who brought it; nobody gets a fan into a
/// second pledge or a tier without its signature.
interface IRaising {
    /// @notice An ERC-2612 permit of the payer for this contract.
    struct Permit {
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice `payer` paid `amount` and `fan` received `shares`, which cannot move before success and can be revoked
    /// before `firmAt`. `tier`: the reward taken with this pledge, counted from 1, or 0.
    event Contributed(
        address indexed fan, address indexed payer, uint256 shares, uint256 amount, uint256 tier, uint256 firmAt
    );
    /// @notice A pledge in reflection was taken back: `amount` is owed to who paid it.
    event Revoked(address indexed fan, address indexed payer, uint256 shares, uint256 amount);
    /// @notice The fan's tier is free again.
    event TierFreed(address indexed fan, uint256 tier);
    event Given(address indexed patron, uint256 amount);
    /// @notice Something that is no currency was given: shown, never counted.
    event GivenInKind(string patron, string description);
    /// @notice Revocations after the closing brought a reached goal below it.
    event Reopened(uint256 closesAt);
    event Cancelled();
    /// @notice The goal was met. `fee` goes to the treasury; `pot` (the rest, with the financiers' escrow) is released by
    /// milestones.
    event Succeeded(uint256 shares, uint256 raised, uint256 fee, uint256 pot);
    event Failed(uint256 shares, uint256 raised);
    /// @notice Shares of a fan were burned and `amount` is owed to who paid them.
    event Refunded(address indexed fan, address indexed payer, uint256 shares, uint256 amount);
    event GiftRefunded(address indexed patron, uint256 amount);

    error Campaign_NotOpenYet(uint256 opensAt);
    error Campaign_Paused();
    error Campaign_Closed(uint256 closedAt);
    error Campaign_NotClosedYet(uint256 closesAt);
    error Campaign_ReflectionRunning(uint256 until);
    error Campaign_NoShares();
    error Campaign_TooFewShares(uint256 shares, uint256 least);
    error Campaign_TooManyShares(uint256 shares, uint256 most);
    error Campaign_NotEnoughLeft(uint256 shares, uint256 left);
    error Campaign_TwoWindowsRunning(uint256 until);
    error Campaign_OtherPayer(address payer);
    error Campaign_FanHasPledged(address fan);
    error Campaign_UnknownTier(uint256 tier);
    error Campaign_TierTaken(uint256 tier);
    error Campaign_TierNeedsShares(uint256 shares, uint256 least);
    error Campaign_HasTier(uint256 tier);
    error Campaign_NothingToRevoke(address fan);
    error Campaign_NoGift();
    error Campaign_GiftInKindTooLong(uint256 bytes_, uint256 most);
    error Campaign_GiftAboveMaximum(uint256 amount, uint256 most);
    error Campaign_GoalMet(uint256 raised, uint256 goal);
    error Campaign_NothingToRefund(address account);

    /// @notice Buys `shares` for the caller, who has approved `shares` × price of the currency. `tier`: a reward, counted
    /// from 1, or 0 for none.
    /// @dev No partial fill: more than is left reverts with Campaign_NotEnoughLeft. Takes exactly the price, or reverts
    /// with Vault_WrongAmountReceived (PROTOCOL 3.5).
    function contribute(uint256 shares, uint256 tier) external;

    /// @notice The same for `shares` or, if fewer are left, for those. Returns for how many.
    function contributeUpTo(uint256 shares, uint256 tier) external returns (uint256 bought);

    /// @notice The same with an ERC-2612 permit. If somebody else has used the permit already, the allowance it gave
    /// serves (K14).
    function contributeWithPermit(uint256 shares, uint256 tier, Permit calldata permit) external;

    /// @notice The caller pays shares for a fan who holds none. The fan may revoke; the caller is paid back then, as it is
    /// when the campaign fails.
    function contributeFor(address fan, uint256 shares) external;

    /// @notice The caller pays for a fan who signed (ECDSA first, then ERC-1271) EIP-712 `Contribution(address
    /// fan,address payer,uint256 shares,uint256 tier,uint256 nonce,uint256 deadline)` in the domain "Coprod campaign", "1";
    /// the payer is the caller, the nonce `nonces(fan)`, the deadline is included.
    function contributeBySignature(
        address fan,
        uint256 shares,
        uint256 tier,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Fan: takes back every pledge that is still in reflection, in full.
    function revoke() external;

    /// @notice A patron gives `amount`, which counts toward the goal and gives no share.
    function give(uint256 amount) external;

    /// @notice Producer: shows a gift that is no currency.
    function recordGiftInKind(string calldata patron, string calldata description) external;

    /// @notice Anyone, after the closing and the last reflection, or once all shares are sold and firm: success if goal
    /// and least shares are met, failure otherwise.
    function finalize() external;

    /// @notice Producer: ends the campaign; everybody is refunded.
    function cancel() external;

    /// @notice Anyone: burns a fan's shares and pays back who paid them, after failure or cancellation.
    /// @dev A payment that fails stays owed: see `owedTo` and `withdraw`.
    function refund(address fan) external;

    /// @notice The same for many; who has nothing to refund is passed over, who cannot be paid stays owed.
    function refundMany(address[] calldata fans) external;

    /// @notice Anyone: pays a patron's gift back, after failure or cancellation; its part of what is unspent after a
    /// wind-down.
    function refundGift(address patron) external;

    /// @notice Currency units contributed and given, and not taken back.
    function raised() external view returns (uint256);

    /// @notice Shares that can still be sold.
    function sharesLeft() external view returns (uint256);

    /// @notice First second in which nobody can contribute any more, as far as is known now: pauses and a reopening move
    /// it.
    function closesAt() external view returns (uint256);

    /// @notice When the last reflection ends, of all fans.
    function lastFirmAt() external view returns (uint256);

    /// @notice True while the platform's pause holds for this campaign.
    function isPaused() external view returns (bool);

    /// @notice Shares of a fan that are in reflection, when the last of them are firm, and its tier (counted from 1).
    function pledgeOf(address fan) external view returns (uint256 revocable, uint256 firmAt, uint256 tier);

    /// @notice Who else paid for shares of the fan, and for how many.
    function payerOf(address fan) external view returns (address payer, uint256 shares);

    /// @notice How many fans have a tier (counted from 1).
    function tierTaken(uint256 tier) external view returns (uint256);

    /// @notice Currency units that a patron gave and was not paid back.
    function giftOf(address patron) external view returns (uint256);
}
