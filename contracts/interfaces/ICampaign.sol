// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {CampaignTerms} from "./ProjectTerms.sol";

/// @title Campaign
/// @notice Holds what fans contribute until the goal is met, or gives all of it back (PROTOCOL 3).
/// @dev Powers of the producer: to cancel before the closing, or after it while the goal is not met. Everything else can
/// be called by anyone. Limits: nobody can take money out before the campaign succeeded, send a refund to anyone but the
/// fan who paid, or change a term. The platform has no power here at all.
interface ICampaign {
    /// @notice Proposed → Raising → Succeeded, Failed or Cancelled; Proposed → Cancelled. A project not opened by its
    /// opening time reads as Lapsed, and one whose closing has passed keeps reading as Raising until it is finalised.
    enum Status {
        Proposed,
        Raising,
        Succeeded,
        Failed,
        Cancelled,
        Lapsed
    }

    /// @notice What a Campaign clone is made with, for good.
    struct Setup {
        CampaignTerms terms;
        address factory;
        address producer;
        address shareToken;
        address waterfall;
        uint16 feeBps;
    }

    event Opened();
    /// @notice A fan paid `amount` and received `shares`, which cannot move before success.
    event Contributed(address indexed fan, uint256 shares, uint256 amount);
    event Cancelled();
    /// @notice The goal was met: `fee` is owed to the treasury and `proceeds` to the producer.
    event Succeeded(uint256 shares, uint256 raised, uint256 fee, uint256 proceeds);
    /// @notice The goal was missed: everybody is refunded.
    event Failed(uint256 shares, uint256 raised);
    /// @notice The shares of a fan were burned and `amount` is owed to the fan.
    event Refunded(address indexed fan, uint256 shares, uint256 amount);

    error Campaign_NotApproved();
    error Campaign_WrongStatus(Status status);
    error Campaign_OpeningPassed(uint256 opensAt);
    error Campaign_NotOpenYet(uint256 opensAt);
    error Campaign_Closed(uint256 closedAt);
    error Campaign_NotClosedYet(uint256 closesAt);
    error Campaign_NoShares();
    error Campaign_TooFewShares(uint256 shares, uint256 least);
    error Campaign_TooManyShares(uint256 shares, uint256 most);
    error Campaign_NotEnoughLeft(uint256 shares, uint256 left);
    error Campaign_OnlyProducer(address caller);
    error Campaign_GoalMet(uint256 raised, uint256 goal);
    error Campaign_NothingToRefund(address fan);

    /// @notice Opens a proposed, approved project; anyone, before its opening time has passed.
    function open() external;

    /// @notice Buys `shares` for the caller, who has approved `shares` × price of the currency.
    /// @dev No partial fill: more than is left reverts with Campaign_NotEnoughLeft. Takes exactly the price, or reverts
    /// with Vault_WrongAmountReceived (PROTOCOL 3.5).
    function contribute(uint256 shares) external;

    /// @notice Anyone, after the closing: success if goal and least shares are met, failure otherwise.
    function finalize() external;

    /// @notice Producer only: ends the campaign; everybody is refunded.
    function cancel() external;

    /// @notice Anyone: burns a fan's shares and pays the fan back, after failure or cancellation.
    /// @dev A payment that fails stays owed: see `owedTo` and `withdraw`.
    function refund(address fan) external;

    /// @notice The same for many; who has nothing to refund is passed over, who cannot be paid stays owed.
    function refundMany(address[] calldata fans) external;

    /// @notice Where the campaign stands, time included.
    function status() external view returns (Status);

    /// @notice Currency units contributed and not refunded.
    function raised() external view returns (uint256);

    /// @notice Shares that can still be sold.
    function sharesLeft() external view returns (uint256);

    /// @notice Everything it was made with.
    function setup() external view returns (Setup memory);
}
