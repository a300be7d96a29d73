// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {PositionKind} from "./ProjectTerms.sol";

/// @notice One kind of money kept back before the net: `category` is ASCII, right-padded ("commission").
struct Deduction {
    bytes32 category;
    uint256 amount;
}

/// @notice What a reporter declares with a deposit. Amounts in currency units; net = gross − deductions.
struct Statement {
    /// @dev First second of the period, and first second after it.
    uint64 periodStart;
    uint64 periodEnd;
    /// @dev Who paid, ASCII, right-padded ("distrokid").
    bytes32 source;
    uint256 gross;
    Deduction[] deductions;
    uint256 net;
    /// @dev keccak256 of the canonical statement document, and where it can be read.
    bytes32 documentHash;
    string uri;
    /// @dev Id of the statement that this one corrects, or zero. A correction never takes money back.
    bytes32 corrects;
}

/// @title Waterfall
/// @notice Takes receipts in, bound to a statement, and shares them by the positions of the terms (PROTOCOL 5.1, 5.2,
/// 5.6).
/// @dev Powers: the producer and the collectors named in the terms may deposit; a payee may hand its position to an
/// address that accepts it, and what it is owed already stays its own; the Campaign tells who proved to have paid what,
/// what a wind-down gave back, and who the producer is. Nobody has any other. Rounding: every position but the holders'
/// percentage is rounded down; the holders take what is left, to the last unit, until their cap.
interface IWaterfall {
    /// @notice A position as the clone keeps it; see Position in ProjectTerms.
    struct Place {
        PositionKind kind;
        bool withPrevious;
        address payee;
        uint16 bps;
        uint96 amount;
    }

    /// @notice What a Waterfall clone is made with, for good.
    struct Setup {
        address currency;
        address factory;
        address shareToken;
        address producer;
        uint16 deductionCeilingBps;
        uint96 holdersCapPerShare;
        uint32 reportingSeconds;
        uint32 reportingDelaySeconds;
        address[] collectors;
        Place[] places;
    }

    /// @notice Receipts came in. `amounts[i]` is the part of position i and `toProducer` what exceeded the holders' cap;
    /// the holders' part went on to the ShareToken as its tranche number `tranche` (zero when the holders' part is
    /// nothing: tranches count from 1).
    event Deposited(
        bytes32 indexed statementId,
        address indexed reporter,
        uint256 tranche,
        uint256[] amounts,
        uint256 toProducer,
        Statement statement
    );
    /// @notice From now on the next statement is due at `dueAt`.
    event StatementDue(uint256 dueAt);
    /// @notice What the payee of a position that recoups has proved to have paid, less what was given back to it.
    event Proved(uint256 indexed position, uint256 proved);
    /// @notice A wind-down gave this much back per share: the holders' cap is lower by it.
    event HoldersCapReduced(uint256 perShare);
    event PayeeOffered(uint256 indexed position, address indexed payee, address indexed candidate);
    event PayeeChanged(uint256 indexed position, address indexed payee);
    event ReportingProducerChanged(address indexed producer);

    error Waterfall_OnlyReporter(address caller);
    error Waterfall_OnlyCampaign(address caller);
    error Waterfall_OnlyPayee(address caller, address payee);
    error Waterfall_OnlyCandidate(address caller);
    error Waterfall_UnknownPosition(uint256 position);
    error Waterfall_ProjectNotSuccessful();
    error Waterfall_AlreadyReported(bytes32 statementId);
    error Waterfall_PeriodReversed(uint256 periodStart, uint256 periodEnd);
    error Waterfall_NetMismatch(uint256 gross, uint256 deductions, uint256 net);
    error Waterfall_DeductionsAboveCeiling(uint256 deductions, uint256 ceiling);
    error Waterfall_TooManyDeductions(uint256 count, uint256 most);
    error Waterfall_UnknownCorrection(bytes32 statementId);
    error Waterfall_GrossAboveMaximum(uint256 gross, uint256 most);
    error Waterfall_UriTooLong(uint256 bytes_, uint256 most);

    // --- reporters ---

    /// @notice Reports receipts and moves `statement.net` of the currency, which the caller approved, into the waterfall.
    /// A statement is unique by reporter and full content. A nil statement (net 0) is allowed.
    /// @return statementId What `statementIdOf(caller, statement)` tells.
    function deposit(Statement calldata statement) external returns (bytes32 statementId);

    // --- payees ---

    /// @notice Payee of a position: offers it to `candidate`; the zero address withdraws the offer.
    function offerPosition(uint256 position, address candidate) external;

    /// @notice Candidate: receives what the position gets from now on.
    function acceptPosition(uint256 position) external;

    // --- the campaign ---

    /// @notice Campaign, at success: deposits are open, and the holders have paid `amount`.
    function open(uint256 amount) external;

    /// @notice Campaign: `payee` of the terms has paid `amount`. It fills the payee's positions that recoup, in their
    /// order, each up to its amount.
    function prove(address payee, uint256 amount) external;

    /// @notice Campaign: a wind-down gave `amount` back to `payee` (zero: the holders); from the last position to the
    /// first.
    function giveBack(address payee, uint256 amount) external;

    /// @notice Campaign: a wind-down gave the holders `perShare`.
    function reduceCap(uint256 perShare) external;

    /// @notice Campaign: who reports as the producer, and gets what exceeds the holders' cap.
    function changeProducer(address producer) external;

    // --- what anyone can read ---

    /// @notice What each position would get from such a deposit now.
    /// @return amounts One amount per position, in their order; with `toProducer` they add up to `net`.
    /// @return toProducer What exceeds the holders' cap.
    function preview(uint256 gross, uint256 net) external view returns (uint256[] memory amounts, uint256 toProducer);

    /// @notice keccak256 over chain, this contract, reporter and the full content of the statement.
    function statementIdOf(address reporter, Statement calldata statement) external view returns (bytes32);

    /// @notice True once this statement was deposited.
    function isReported(bytes32 statementId) external view returns (bool);

    /// @notice What a position takes before the next deposit is shared: off the top what earlier deposits were short of,
    /// to recoup what was proved, with the premium, and is not recouped yet.
    function dueOf(uint256 position) external view returns (uint256);

    /// @notice What the payee of a position that recoups has proved to have paid, and what it has recouped.
    function recoupedOf(uint256 position) external view returns (uint256 proved, uint256 recouped);

    /// @notice Currency units that the holders can get before their cap; the largest uint256 without one.
    function holdersRoom() external view returns (uint256);

    /// @notice Who is paid for a position now; zero = the holders.
    function payeeOf(uint256 position) external view returns (address);

    /// @notice Who reports as the producer.
    function producer() external view returns (address);

    /// @notice When the statement of the running period is due; zero before success.
    function reportDueAt() external view returns (uint256);

    /// @notice True when that has passed.
    function isOverdue() external view returns (bool);

    /// @notice Everything it was made with.
    function setup() external view returns (Setup memory);
}
