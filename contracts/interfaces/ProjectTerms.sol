// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title The terms of a project (PROTOCOL 2.3)
/// @notice What a producer proposes and nobody can change afterwards. Amounts are integers in the smallest unit of the
/// currency; times are seconds since 1970 UTC; percentages are basis points (bps), 10,000 being the whole.

/// @notice How and for how much the fans are asked.
struct CampaignTerms {
    /// @dev The ERC-20 that the project raises and pays in; allow-listed by the platform.
    address currency;
    /// @dev Currency units for one share.
    uint96 pricePerShare;
    /// @dev Currency units to raise, or everybody is refunded.
    uint96 goal;
    /// @dev Most shares that can be sold; price × cap is the most money that can be raised.
    uint48 capShares;
    /// @dev Least number of shares that must be sold for success; at least 1.
    uint48 leastShares;
    /// @dev Least and most shares of one fan. Who takes all that is left is exempt from the minimum.
    uint48 minSharesPerFan;
    uint48 maxSharesPerFan;
    /// @dev First second in which fans can contribute; a project not opened by then has lapsed.
    uint40 opensAt;
    /// @dev First second in which they no longer can.
    uint40 closesAt;
    /// @dev Whole budget of the work, currency units.
    uint96 totalBudget;
    /// @dev Largest part of the budget that fans may bring, bps (500 in the `complement` preset).
    uint16 communityBps;
}

/// @notice A professional's part of the budget.
struct FinancierLine {
    address financier;
    /// @dev Who it is, in words: "CNC advance on receipts".
    string label;
    /// @dev Currency units.
    uint96 amount;
}

/// @notice How a position of the waterfall takes its part.
/// OffTheTop: bps of the gross, at most what is left of the net; what is missing is carried to later deposits.
/// Percentage: bps of what the positions off the top have left.
enum PositionKind {
    OffTheTop,
    Percentage
}

/// @notice One position of the waterfall. The zero address as payee stands for *the holders*.
struct Position {
    PositionKind kind;
    address payee;
    uint16 bps;
    /// @dev What it is, in words: "collection agent's commission".
    string label;
}

/// @notice How receipts are reported and shared.
struct WaterfallTerms {
    /// @dev Off the top first, then percentages that add up to 10,000 bps, exactly one of them the holders'.
    Position[] positions;
    /// @dev Who may report receipts beside the producer.
    address[] collectors;
    /// @dev Most that a statement may deduct from its gross, bps.
    uint16 deductionCeilingBps;
    /// @dev Daily steps in which the holders' part of a deposit enters; 1 = at once.
    uint16 royaltySteps;
}

/// @notice All of it.
struct ProjectTerms {
    /// @dev The funding model it was made from: "community", "label", "complement", "professional".
    string model;
    /// @dev ERC-20 name, symbol and ERC-7572 metadata of the share.
    string name;
    string symbol;
    string contractURI;
    CampaignTerms campaign;
    FinancierLine[] financiers;
    WaterfallTerms waterfall;
    /// @dev keccak256 of the prospectus, and where it can be read.
    bytes32 documentHash;
    string documentURI;
}
