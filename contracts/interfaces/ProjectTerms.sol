// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title The terms of a project (PROTOCOL 2.3)
/// @notice What a producer proposes and nobody can change afterwards. Amounts are integers in the smallest unit of the
/// currency; times are seconds since 1970 UTC; percentages are basis points (bps), 10,000 being the whole. Labels stand
/// in the event of the proposal and nowhere else on the chain.

/// @notice How and for how much the fans are asked.
struct CampaignTerms {
    /// @dev The ERC-20 that the project raises and pays in; allow-listed by the platform.
    address currency;
    /// @dev Currency units for one share.
    uint96 pricePerShare;
    /// @dev Currency units to raise, shares and gifts together, or everybody is refunded.
    uint96 goal;
    /// @dev Most shares that can be sold; price × cap is the most that fans can bring.
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
    /// @dev Seconds in which a fan may take a pledge back (four days in European law), and by which a campaign reopens.
    uint32 reflectionSeconds;
    /// @dev The rights holder without whose consent the project does not open.
    address artist;
}

/// @notice A professional's part of the budget.
struct FinancierLine {
    address financier;
    /// @dev Who it is, in words: "CNC advance on receipts".
    string label;
    /// @dev Currency units.
    uint96 amount;
}

/// @notice A reward for a pledge: who takes it holds at least `minShares`; at most `limit` fans have it at one time.
struct RewardTier {
    uint48 minShares;
    uint32 limit;
    string label;
}

/// @notice A part of the money raised, after the fee; the last milestone takes the rest. A budget line in the
/// `professional` preset.
struct Milestone {
    uint16 bps;
    /// @dev Overdue from this second, and grounds to wind down after the grace.
    uint40 dueAt;
    string label;
}

/// @notice How the money raised is released.
struct ProductionTerms {
    /// @dev Their bps add up to 10,000. They can be released in any order.
    Milestone[] milestones;
    /// @dev Objecting shares that stop a release or wind the project down, bps of the supply, at most 3,333.
    uint16 objectionBps;
    /// @dev Seconds in which holders may object, at least seven days.
    uint32 objectionSeconds;
    /// @dev Seconds after a milestone's due date before holders may wind down.
    uint32 graceSeconds;
}

/// @notice How a position of the waterfall takes its part.
/// OffTheTop: bps of the gross, at most what is left of the net; what is missing is carried to later deposits.
/// Recoup: up to `amount`, of which only what the payee proved to have paid counts, with a premium of `bps`.
/// Percentage: bps of what the positions before have left.
enum PositionKind {
    OffTheTop,
    Recoup,
    Percentage
}

/// @notice One position of the waterfall. The zero address as payee stands for *the holders*.
struct Position {
    PositionKind kind;
    /// @dev Recoup only: pari passu with the position before, which recoups as well.
    bool withPrevious;
    address payee;
    uint16 bps;
    /// @dev Recoup only, currency units.
    uint96 amount;
    /// @dev What it is, in words: "collection agent's commission".
    string label;
}

/// @notice How receipts are reported and shared.
struct WaterfallTerms {
    /// @dev Off the top first, then what is recouped, then percentages that add up to 10,000 bps, exactly one of them
    /// the holders'.
    Position[] positions;
    /// @dev Who may report receipts beside the producer.
    address[] collectors;
    /// @dev Most that a statement may deduct from its gross, bps.
    uint16 deductionCeilingBps;
    /// @dev Daily steps in which the holders' part of a deposit enters; 1 = at once.
    uint16 royaltySteps;
    /// @dev Most that one share can earn, currency units; the producer takes what exceeds it. 0 = no cap.
    uint96 holdersCapPerShare;
    /// @dev Length of a reporting period, and how long after its end the statement is due, seconds.
    uint32 reportingSeconds;
    uint32 reportingDelaySeconds;
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
    RewardTier[] tiers;
    ProductionTerms production;
    WaterfallTerms waterfall;
    /// @dev Who says which transfers of shares are allowed (ITransferRule), and who keeps the rule; zero = none.
    address transferRule;
    address ruleKeeper;
    /// @dev keccak256 of the prospectus, and where it can be read.
    bytes32 documentHash;
    string documentURI;
}

// What basis points are a fraction of.
uint256 constant WHOLE_BPS = 10_000;
