// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title ShareToken
/// @notice The fans' shares (an ERC-20 without decimals), what each has earned, and who objects (PROTOCOL 4.2, 5.3 to
/// 5.5, 6).
/// @dev Powers: the Campaign mints and burns until the supply is fixed at success, burns for holders who leave a project
/// that was wound down, and runs rounds of objections; the Waterfall adds royalties; a transfer rule of the terms can
/// refuse to make or transfer shares. Nobody can move or take a holder's shares or royalties. Rounding: what a holder
/// earned is rounded down to a unit and the fraction, in 2^-48 units, is kept for that holder; nothing is lost at a
/// transfer, a claim or a payment.
interface IShareToken is IERC20Metadata, IERC20Permit {
    /// @notice Shares can move from now on; `supply` can only fall.
    event TransfersOpened(uint256 supply);
    /// @notice `amount` came in for the holders as tranche number `tranche` and enters in the daily steps of the terms.
    event RoyaltiesReceived(uint256 indexed tranche, uint256 amount);
    /// @notice `amount` of a tranche now belongs to those who hold shares at this moment; `index` is what one share has
    /// earned since the beginning, in 2^-48 units. Tranche 0 is currency that somebody sent by mistake or as a gift.
    event RoyaltiesReleased(uint256 indexed tranche, uint256 amount, uint256 index);
    /// @notice The same, when no share is left: to those who burned theirs at a wind-down, per share burned. `index` is
    /// what one burned share has earned since.
    event RoyaltiesReleasedToLeavers(uint256 indexed tranche, uint256 amount, uint256 index);
    /// @notice `amount` was paid to `to` out of what `holder` has earned.
    event RoyaltyPaid(address indexed holder, address indexed to, uint256 amount);
    /// @notice A payout was tried and failed; `amount` stays owed to `holder`, who can claim it.
    event RoyaltyPaymentFailed(address indexed holder, uint256 amount);
    /// @notice The holder accepts, or no longer accepts, to be paid by `payout`. Claims are always open.
    event PushAccepted(address indexed holder, bool accepted);

    error ShareToken_AlreadyInitialized();
    error ShareToken_OnlyCampaign(address caller);
    error ShareToken_OnlyWaterfall(address caller);
    error ShareToken_TransfersClosed();
    error ShareToken_SupplyFixed();
    error ShareToken_SupplyAboveMaximum(uint256 supply, uint256 maximum);
    error ShareToken_NotReceived(uint256 expected, uint256 balance);
    error ShareToken_DepositsAboveMaximum(uint256 deposited, uint256 maximum);
    error ShareToken_UnknownTranche(uint256 tranche);
    error ShareToken_NothingToClaim(address holder);
    error ShareToken_SignatureExpired(uint256 deadline);
    error ShareToken_WrongSigner(address signer);
    error ShareToken_TransferRefused(address from, address to, uint256 shares);
    error ShareToken_NoShares(address holder);
    error ShareToken_AlreadyObjecting(address holder);

    /// @notice Factory, once, in the transaction that makes the clone.
    function initialize(address campaign, address waterfall) external;

    /// @notice Campaign: makes shares for a fan. Returns how many the fan holds now.
    function mint(address fan, uint256 shares) external returns (uint256 held);

    /// @notice Campaign: destroys shares of a fan who revokes, or of a holder who leaves a project that was wound down.
    function burn(address holder, uint256 shares) external;

    /// @notice Campaign: destroys all shares of a fan who is refunded. Returns how many there were.
    function burnAll(address fan) external returns (uint256 shares);

    /// @notice Campaign, at success: fixes the supply and lets shares move.
    function openTransfers() external;

    /// @notice Campaign, at a wind-down: all that was deposited can be released now, and later deposits enter at once.
    function endSteps() external;

    /// @notice Campaign: begins a round of objections, numbered from 1 to 1,023 and never twice the same; 0 ends it.
    function setRound(uint256 number) external;

    /// @notice Campaign: the live balance of `holder` objects from now to the end of the round.
    function object(address holder) external;

    /// @notice Waterfall: adds `amount`, which it has just transferred here, to what the holders earn.
    /// @return tranche Number of the tranche, counting from 1.
    function receiveRoyalties(uint256 amount) external returns (uint256 tranche);

    /// @notice Anyone: lets the steps of a tranche that are due enter. Returns what entered.
    function release(uint256 tranche) external returns (uint256 amount);

    /// @notice Pays the caller everything it has earned. Reverts if there is nothing, or if the payment fails.
    function claim() external returns (uint256 amount);

    /// @notice The same, paid to `to`.
    function claimTo(address to) external returns (uint256 amount);

    /// @notice The same for `holder`, who signed EIP-712 `Claim(address holder,address to,uint256 nonce,uint256 deadline)`
    /// (ECDSA first, then ERC-1271); the nonce is `nonces(holder)`, the deadline is included.
    function claimBySignature(address holder, address to, uint256 deadline, bytes calldata signature)
        external
        returns (uint256 amount);

    /// @notice Anyone: pays each holder what it has earned, once booked, with capped gas. Who has nothing, opted out, or
    /// is a contract that did not opt in is passed over; a payment that fails stays owed.
    function payout(address[] calldata holders) external;

    /// @notice The caller accepts, or refuses, to be paid by `payout`.
    function acceptPush(bool accepted) external;

    /// @notice Anyone: moves tokens that nobody is owed. Currency enters for the holders as tranche 0, at once, when the
    /// supply is fixed; other tokens go to the treasury.
    function sweep(address token) external;

    /// @notice Currency units that `holder` can claim now.
    function claimable(address holder) external view returns (uint256);

    /// @notice True if `payout` pays this holder.
    function isPushed(address holder) external view returns (bool);

    /// @notice True once the supply is fixed and shares can move.
    function transfersOpen() external view returns (bool);

    /// @notice Number of the running round of objections (0: none), the shares that object in it, and all shares.
    function objections() external view returns (uint256 round, uint256 objecting, uint256 supply);

    /// @notice True if `holder` objects in the running round.
    function hasObjected(address holder) external view returns (bool);

    /// @notice Shares among which royalties are divided: the supply or, when nothing is left of it, those burned at a
    /// wind-down.
    function earningShares() external view returns (uint256);

    /// @notice What one share has earned since the beginning, in 2^-48 currency units.
    function index() external view returns (uint256);

    /// @notice Currency units ever received for the holders, entered, and paid.
    function totals() external view returns (uint256 deposited, uint256 released, uint256 paid);

    /// @notice Amount of a tranche, how much of it has entered, and when it came in.
    function tranche(uint256 number) external view returns (uint256 amount, uint256 released, uint256 receivedAt);

    /// @notice Currency units the contract holds for the holders: never more than its balance.
    function reserved() external view returns (uint256);

    /// @notice The account of a holder in 2^-48 units: what a mirror compares itself with.
    function accountOf(address holder)
        external
        view
        returns (uint256 shares, uint256 holderIndex, uint256 fraction, uint256 owed);

    /// @notice Shares that the holder burned at a wind-down, and their account in 2^-48 units.
    function leaverOf(address holder)
        external
        view
        returns (uint256 shares, uint256 holderIndex, uint256 fraction);

    /// @notice What one burned share has earned since the last other one was burned, in 2^-48 currency units.
    function leaversIndex() external view returns (uint256);

    /// @notice The campaign that this token belongs to.
    function campaign() external view returns (address);

    /// @notice Who says which transfers are allowed (ITransferRule); zero = everything is.
    function transferRule() external view returns (address);

    /// @notice The currency in which royalties are paid.
    function currency() external view returns (address);
}
