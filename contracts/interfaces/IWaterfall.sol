// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Position} from "./ProjectTerms.sol";

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
/// @notice Takes receipts in, bound to a statement, and shares them by the positions of the terms (PROTOCOL 5.1, 5.2).
/// @dev Powers: the producer and the collectors named in the terms may deposit; nobody else, and nobody has any other.
/// Rounding: every position but the holders' is rounded down; the holders take what is left, to the last unit.
interface IWaterfall {
    /// @notice What a Waterfall clone is made with, for good.
    struct Setup {
        address currency;
        address factory;
        address shareToken;
        address producer;
        uint16 deductionCeilingBps;
        address[] collectors;
        Position[] positions;
    }

    /// @notice Receipts came in. `amounts[i]` is the part of position i; the holders' part went on to the ShareToken as
    /// its tranche number `tranche` (zero when the holders' part is nothing: tranches count from 1).
    event Deposited(
        bytes32 indexed statementId, address indexed reporter, uint256 tranche, uint256[] amounts, Statement statement
    );

    error Waterfall_OnlyReporter(address caller);
    error Waterfall_ProjectNotSuccessful();
    error Waterfall_AlreadyReported(bytes32 statementId);
    error Waterfall_PeriodReversed(uint256 periodStart, uint256 periodEnd);
    error Waterfall_NetMismatch(uint256 gross, uint256 deductions, uint256 net);
    error Waterfall_DeductionsAboveCeiling(uint256 deductions, uint256 ceiling);
    error Waterfall_TooManyDeductions(uint256 count, uint256 most);
    error Waterfall_UnknownCorrection(bytes32 statementId);
    error Waterfall_GrossAboveMaximum(uint256 gross, uint256 maximum);
    error Waterfall_UriTooLong(uint256 bytes_, uint256 most);

    /// @notice Reports receipts and moves `statement.net` of the currency, which the caller approved, into the waterfall.
    /// A statement is unique by reporter and full content. A nil statement (net 0) is allowed.
    /// @return statementId What `statementIdOf(caller, statement)` tells.
    function deposit(Statement calldata statement) external returns (bytes32 statementId);

    /// @notice What each position would get from such a deposit now.
    /// @return amounts One amount per position, in their order; they add up to `net`.
    function preview(uint256 gross, uint256 net) external view returns (uint256[] memory amounts);

    /// @notice keccak256 over chain, this contract, reporter and the full content of the statement.
    function statementIdOf(address reporter, Statement calldata statement) external view returns (bytes32);

    /// @notice True once this statement was deposited.
    function isReported(bytes32 statementId) external view returns (bool);

    /// @notice What a position off the top was short of in earlier deposits and takes first from the next.
    function carriedOf(uint256 position) external view returns (uint256);

    /// @notice Everything it was made with.
    function setup() external view returns (Setup memory);
}
