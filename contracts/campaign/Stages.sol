// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IFinancing} from "../interfaces/IFinancing.sol";
import {IProducing} from "../interfaces/IProducing.sol";
import {IStages} from "../interfaces/IStages.sol";
import {WHOLE_BPS} from "../interfaces/ProjectTerms.sol";
import {CampaignState} from "./CampaignState.sol";

/// @title Stages
/// @notice What can be read of the lines, the milestones and the question to the holders, by anyone and by both parts of
/// the code.
abstract contract Stages is IStages, CampaignState {
    uint256 internal constant MAX_REFUSALS = 2;

    /// @inheritdoc IStages
    function lineOf(uint256 number) external view returns (IFinancing.LineState state, uint256 deadline) {
        _lineAt(number);
        return (_coverage[number].state, _coverage[number].deadline);
    }

    /// @inheritdoc IStages
    function question() external view returns (IProducing.Question memory) {
        return _question;
    }

    /// @inheritdoc IStages
    function milestoneOf(uint256 milestone) external view returns (uint256 amount, bool released, uint256 refusals) {
        Progress memory p = _progress[milestone];
        return (_amountOf(milestone), p.released, p.refusals);
    }

    /// @inheritdoc IStages
    function hasGrounds(uint256 milestone) public view returns (bool) {
        Step memory step = _stepAt(milestone);
        Progress memory p = _progress[milestone];
        if (p.released) return false;
        return p.refusals >= MAX_REFUSALS || block.timestamp >= uint256(step.dueAt) + setup().graceSeconds;
    }

    /// @inheritdoc IStages
    function pot() external view returns (uint256 whole, uint256 unspent) {
        return (_pot, _unspent);
    }

    // --- inside ---

    function _lineAt(uint256 number) internal view returns (Line memory) {
        Line[] memory lines = lists().lines;
        if (number >= lines.length) revert IFinancing.Campaign_UnknownLine(number);
        return lines[number];
    }

    function _stepAt(uint256 milestone) internal view returns (Step memory) {
        Step[] memory steps = lists().steps;
        if (milestone >= steps.length) revert IProducing.Campaign_UnknownMilestone(milestone);
        return steps[milestone];
    }

    /// @dev Rounded down, but the last milestone takes what the others leave, in whatever order they are released.
    function _amountOf(uint256 milestone) internal view returns (uint256 amount) {
        Step[] memory steps = lists().steps;
        if (milestone >= steps.length) revert IProducing.Campaign_UnknownMilestone(milestone);
        if (milestone < steps.length - 1) return _pot * uint256(steps[milestone].bps) / WHOLE_BPS;
        amount = _pot;
        for (uint256 i; i < milestone; ++i) {
            amount -= _pot * uint256(steps[i].bps) / WHOLE_BPS;
        }
    }

    /// @dev In escrow, or signed as paid; a promise is no money.
    function _isPaid(uint256 line) internal view returns (bool) {
        IFinancing.LineState state = _coverage[line].state;
        return state == IFinancing.LineState.Escrowed || state == IFinancing.LineState.PaidElsewhere;
    }
}
