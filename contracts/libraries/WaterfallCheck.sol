// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Position, PositionKind, WHOLE_BPS, WaterfallTerms} from "../interfaces/ProjectTerms.sol";
import {TermsCheck} from "./TermsCheck.sol";

/// @title WaterfallCheck
/// @notice Refuses a waterfall that makes no sense, when it is proposed (PROTOCOL 5.1, 5.2, 5.6).
library WaterfallCheck {
    uint256 internal constant MAX_POSITIONS = 16;
    uint256 internal constant MAX_COLLECTORS = 8;
    uint256 internal constant MAX_ROYALTY_STEPS = 365;
    uint256 internal constant MIN_REPORTING_SECONDS = 28 days;
    uint256 internal constant MAX_REPORTING_SECONDS = 732 days;

    error Terms_RoyaltyStepsOutOfRange(uint256 steps, uint256 most);
    error Terms_ReportingOutOfRange(uint256 reportingSeconds, uint256 delaySeconds, uint256 least, uint256 most);
    error Terms_PositionOutOfOrder(uint256 position);
    error Terms_NothingToRecoup(uint256 position);
    error Terms_AmountWithoutRecoup(uint256 position);
    error Terms_PercentagesNotWhole(uint256 sumBps);
    error Terms_HoldersPositions(uint256 count);
    error Terms_HoldersRecoupTwice(uint256 position);
    error Terms_HoldersOffTheTop(uint256 position);

    /// @notice Reverts with the first thing that makes no sense.
    function check(WaterfallTerms calldata terms) internal pure {
        if (terms.collectors.length > MAX_COLLECTORS) {
            revert TermsCheck.Terms_TooMany("collectors", terms.collectors.length, MAX_COLLECTORS);
        }
        if (terms.deductionCeilingBps > WHOLE_BPS) {
            revert TermsCheck.Terms_BpsAboveWhole(terms.deductionCeilingBps);
        }
        if (terms.royaltySteps == 0 || terms.royaltySteps > MAX_ROYALTY_STEPS) {
            revert Terms_RoyaltyStepsOutOfRange(terms.royaltySteps, MAX_ROYALTY_STEPS);
        }
        if (
            terms.reportingSeconds < MIN_REPORTING_SECONDS || terms.reportingSeconds > MAX_REPORTING_SECONDS
                || terms.reportingDelaySeconds > MAX_REPORTING_SECONDS
        ) {
            revert Terms_ReportingOutOfRange(
                terms.reportingSeconds, terms.reportingDelaySeconds, MIN_REPORTING_SECONDS, MAX_REPORTING_SECONDS
            );
        }
        checkPositions(terms.positions);
    }

    function checkPositions(Position[] calldata positions) private pure {
        if (positions.length > MAX_POSITIONS) {
            revert TermsCheck.Terms_TooMany("positions", positions.length, MAX_POSITIONS);
        }
        uint256 offTheTopBps;
        uint256 sumBps;
        uint256 holdersPercentages;
        bool holdersRecoup;
        PositionKind before = PositionKind.OffTheTop;
        for (uint256 i; i < positions.length; ++i) {
            Position calldata p = positions[i];
            TermsCheck.checkText("position", p.label, TermsCheck.MAX_LABEL);
            checkShape(p, before, i);
            if (p.kind == PositionKind.Percentage) {
                sumBps += p.bps;
                if (p.payee == address(0)) ++holdersPercentages;
            } else if (p.payee == address(0)) {
                if (p.kind == PositionKind.OffTheTop) revert Terms_HoldersOffTheTop(i);
                if (holdersRecoup) revert Terms_HoldersRecoupTwice(i);
                holdersRecoup = true;
            }
            if (p.kind == PositionKind.OffTheTop) offTheTopBps += p.bps;
            before = p.kind;
        }
        if (offTheTopBps > WHOLE_BPS) revert TermsCheck.Terms_BpsAboveWhole(offTheTopBps);
        if (sumBps != WHOLE_BPS) revert Terms_PercentagesNotWhole(sumBps);
        if (holdersPercentages != 1) revert Terms_HoldersPositions(holdersPercentages);
    }

    /// @dev What one position can be beside the one before it.
    function checkShape(Position calldata p, PositionKind before, uint256 place) private pure {
        bool recoups = p.kind == PositionKind.Recoup;
        if (p.kind < before) revert Terms_PositionOutOfOrder(place);
        if (p.withPrevious && !(recoups && before == PositionKind.Recoup)) revert Terms_PositionOutOfOrder(place);
        if (p.bps > WHOLE_BPS) revert TermsCheck.Terms_BpsAboveWhole(p.bps);
        if (recoups && p.amount == 0) revert Terms_NothingToRecoup(place);
        if (!recoups && p.amount != 0) revert Terms_AmountWithoutRecoup(place);
    }
}
