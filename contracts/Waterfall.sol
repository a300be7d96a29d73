// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IShareToken} from "./interfaces/IShareToken.sol";
import {Deduction, IWaterfall, Statement} from "./interfaces/IWaterfall.sol";
import {WHOLE_BPS} from "./interfaces/ProjectTerms.sol";
import {WaterfallShares} from "./libraries/WaterfallShares.sol";
import {Positions} from "./waterfall/Positions.sol";

/// @title Waterfall: see interfaces/IWaterfall.sol
contract Waterfall is Positions {
    using SafeERC20 for IERC20;

    uint256 private constant MAX_DEDUCTIONS = 16;
    uint256 private constant MAX_GROSS = type(uint96).max;
    uint256 private constant MAX_URI = 1_024;

    /// @dev Statements cover the time until then, at least; the time of success at first, zero before it.
    uint40 private _reportedUntil;
    mapping(bytes32 statementId => bool) private _reported;

    /// @inheritdoc IWaterfall
    function deposit(Statement calldata statement) external nonReentrant returns (bytes32 statementId) {
        Setup memory s = setup();
        statementId = statementIdOf(msg.sender, statement);
        _checkReporter(s);
        if (_reportedUntil == 0) revert Waterfall_ProjectNotSuccessful();
        _checkStatement(s, statement, statementId);

        _reported[statementId] = true;
        _noteReport(s, statement.periodEnd);
        (uint256[] memory amounts, uint256 toHolders, uint256 toProducer) =
            _share(s, statement.gross, statement.net);

        if (statement.net != 0) _receive(s.currency, msg.sender, statement.net);
        uint256 tranche;
        if (toHolders != 0) {
            IERC20(s.currency).safeTransfer(s.shareToken, toHolders);
            tranche = IShareToken(s.shareToken).receiveRoyalties(toHolders);
        }
        emit Deposited(statementId, msg.sender, tranche, amounts, toProducer, statement);
        for (uint256 i; i < amounts.length; ++i) {
            if (s.places[i].payee != address(0)) _pay(s.currency, _payeeOf(s, i), amounts[i]);
        }
        _pay(s.currency, _producerOf(s), toProducer);
    }

    /// @inheritdoc IWaterfall
    function open(uint256 amount) external onlyCampaign {
        _reportedUntil = uint40(block.timestamp);
        emit StatementDue(_dueAt(setup()));
        _prove(address(0), amount);
    }

    /// @inheritdoc IWaterfall
    function preview(uint256 gross, uint256 net)
        external
        view
        returns (uint256[] memory amounts, uint256 toProducer)
    {
        uint256 more = gross > net ? gross : net;
        if (more > MAX_GROSS) revert Waterfall_GrossAboveMaximum(more, MAX_GROSS);
        Setup memory s = setup();
        (uint256 room,,) = _holdersRoom(s);
        return WaterfallShares.shareDown(s.places, _dueAll(s.places), room, gross, net);
    }

    /// @inheritdoc IWaterfall
    function isReported(bytes32 statementId) external view returns (bool) {
        return _reported[statementId];
    }

    /// @inheritdoc IWaterfall
    function isOverdue() external view returns (bool) {
        uint256 dueAt = reportDueAt();
        return dueAt != 0 && block.timestamp > dueAt;
    }

    /// @inheritdoc IWaterfall
    function reportDueAt() public view returns (uint256) {
        return _reportedUntil == 0 ? 0 : _dueAt(setup());
    }

    /// @inheritdoc IWaterfall
    function statementIdOf(address reporter, Statement calldata statement) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), reporter, statement));
    }

    // --- inside ---

    /// @dev Shares a deposit and books the result, before any money moves.
    function _share(Setup memory s, uint256 gross, uint256 net)
        private
        returns (uint256[] memory amounts, uint256 toHolders, uint256 toProducer)
    {
        uint256[] memory due = _dueAll(s.places);
        (uint256 room, uint256 got, uint256 shares) = _holdersRoom(s);
        (amounts, toProducer) = WaterfallShares.shareDown(s.places, due, room, gross, net);
        _book(s.places, due, amounts);
        for (uint256 i; i < amounts.length; ++i) {
            if (s.places[i].payee == address(0)) toHolders += amounts[i];
        }
        if (shares != 0) _bookHolders(got + toHolders, shares);
    }

    /// @dev A period that ends in the future covers the time until now.
    function _noteReport(Setup memory s, uint256 periodEnd) private {
        uint256 until = periodEnd < block.timestamp ? periodEnd : block.timestamp;
        if (until <= _reportedUntil) return;
        _reportedUntil = uint40(until);
        emit StatementDue(_dueAt(s));
    }

    function _dueAt(Setup memory s) private view returns (uint256) {
        return uint256(_reportedUntil) + s.reportingSeconds + s.reportingDelaySeconds;
    }

    function _checkReporter(Setup memory s) private view {
        if (msg.sender == _producerOf(s)) return;
        for (uint256 i; i < s.collectors.length; ++i) {
            if (msg.sender == s.collectors[i]) return;
        }
        revert Waterfall_OnlyReporter(msg.sender);
    }

    function _checkStatement(Setup memory s, Statement calldata statement, bytes32 statementId) private view {
        if (_reported[statementId]) revert Waterfall_AlreadyReported(statementId);
        if (statement.periodEnd < statement.periodStart) {
            revert Waterfall_PeriodReversed(statement.periodStart, statement.periodEnd);
        }
        if (statement.corrects != 0 && !_reported[statement.corrects]) {
            revert Waterfall_UnknownCorrection(statement.corrects);
        }
        if (statement.gross > MAX_GROSS) revert Waterfall_GrossAboveMaximum(statement.gross, MAX_GROSS);
        if (bytes(statement.uri).length > MAX_URI) {
            revert Waterfall_UriTooLong(bytes(statement.uri).length, MAX_URI);
        }
        Deduction[] calldata list = statement.deductions;
        if (list.length > MAX_DEDUCTIONS) revert Waterfall_TooManyDeductions(list.length, MAX_DEDUCTIONS);
        uint256 gross = statement.gross;
        uint256 deductions;
        for (uint256 i; i < list.length && deductions <= gross; ++i) {
            deductions = list[i].amount > gross ? list[i].amount : deductions + list[i].amount;
        }
        if (deductions > gross || gross - deductions != statement.net) {
            revert Waterfall_NetMismatch(gross, deductions, statement.net);
        }
        uint256 ceiling = gross * s.deductionCeilingBps / WHOLE_BPS;
        if (deductions > ceiling) revert Waterfall_DeductionsAboveCeiling(deductions, ceiling);
    }

    function _currency() internal view override returns (address) {
        return setup().currency;
    }

    function _factory() internal view override returns (address) {
        return setup().factory;
    }

    /// @dev Without success the ShareToken could give it to nobody.
    function _surplusReceiver() internal view override returns (address) {
        if (_reportedUntil == 0) revert Waterfall_ProjectNotSuccessful();
        return setup().shareToken;
    }
}
