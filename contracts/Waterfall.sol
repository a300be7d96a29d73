// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IShareToken} from "./interfaces/IShareToken.sol";
import {Deduction, IWaterfall, Statement} from "./interfaces/IWaterfall.sol";
import {WaterfallShares} from "./libraries/WaterfallShares.sol";
import {Vault} from "./Vault.sol";

/// @title Waterfall: see interfaces/IWaterfall.sol
contract Waterfall is IWaterfall, Vault {
    using SafeERC20 for IERC20;

    uint256 private constant WHOLE_BPS = 10_000;
    uint256 private constant MAX_DEDUCTIONS = 16;
    uint256 private constant MAX_GROSS = type(uint96).max;
    uint256 private constant MAX_URI = 1_024;

    mapping(bytes32 statementId => bool) private _reported;
    mapping(uint256 position => uint256) private _carried;

    /// @inheritdoc IWaterfall
    function deposit(Statement calldata statement) external nonReentrant returns (bytes32 statementId) {
        Setup memory s = setup();
        statementId = statementIdOf(msg.sender, statement);
        _checkReporter(s);
        _checkStatement(s, statement, statementId);
        if (!IShareToken(s.shareToken).transfersOpen()) revert Waterfall_ProjectNotSuccessful();

        _reported[statementId] = true;
        uint256[] memory carried = _carriedAll(s.positions.length);
        uint256[] memory amounts =
            WaterfallShares.shareDown(s.positions, carried, statement.gross, statement.net);
        _writeCarried(carried);
        uint256 holdersAmount = _amountOfHolders(s, amounts);

        if (statement.net != 0) _receive(msg.sender, statement.net);
        uint256 tranche;
        if (holdersAmount != 0) {
            IERC20(s.currency).safeTransfer(s.shareToken, holdersAmount);
            tranche = IShareToken(s.shareToken).receiveRoyalties(holdersAmount);
        }
        emit Deposited(statementId, msg.sender, tranche, amounts, statement);
        for (uint256 i; i < amounts.length; ++i) {
            if (s.positions[i].payee != address(0)) _pay(s.currency, s.positions[i].payee, amounts[i]);
        }
    }

    /// @inheritdoc IWaterfall
    function preview(uint256 gross, uint256 net) external view returns (uint256[] memory amounts) {
        Setup memory s = setup();
        return WaterfallShares.shareDown(s.positions, _carriedAll(s.positions.length), gross, net);
    }

    /// @inheritdoc IWaterfall
    function isReported(bytes32 statementId) external view returns (bool) {
        return _reported[statementId];
    }

    /// @inheritdoc IWaterfall
    function carriedOf(uint256 position) external view returns (uint256) {
        return _carried[position];
    }

    /// @inheritdoc IWaterfall
    function statementIdOf(address reporter, Statement calldata statement) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), reporter, statement));
    }

    /// @inheritdoc IWaterfall
    function setup() public view returns (Setup memory) {
        return abi.decode(Clones.fetchCloneArgs(address(this)), (Setup));
    }

    // --- inside ---

    function _checkReporter(Setup memory s) private view {
        if (msg.sender == s.producer) return;
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
        uint256 deductions;
        for (uint256 i; i < list.length; ++i) {
            deductions += list[i].amount;
        }
        if (deductions + statement.net != statement.gross) {
            revert Waterfall_NetMismatch(statement.gross, deductions, statement.net);
        }
        uint256 ceiling = statement.gross * s.deductionCeilingBps / WHOLE_BPS;
        if (deductions > ceiling) revert Waterfall_DeductionsAboveCeiling(deductions, ceiling);
    }

    function _carriedAll(uint256 count) private view returns (uint256[] memory carried) {
        carried = new uint256[](count);
        for (uint256 i; i < count; ++i) {
            carried[i] = _carried[i];
        }
    }

    function _writeCarried(uint256[] memory carried) private {
        for (uint256 i; i < carried.length; ++i) {
            if (_carried[i] != carried[i]) _carried[i] = carried[i];
        }
    }

    function _amountOfHolders(Setup memory s, uint256[] memory amounts) private pure returns (uint256) {
        for (uint256 i; i < amounts.length; ++i) {
            if (s.positions[i].payee == address(0)) return amounts[i];
        }
        return 0;
    }

    function _currency() internal view override returns (address) {
        return setup().currency;
    }

    function _factory() internal view override returns (address) {
        return setup().factory;
    }

    function _surplusReceiver() internal view override returns (address) {
        return setup().shareToken;
    }
}
