// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {CampaignTerms, FinancierLine, Position, PositionKind, ProjectTerms, WaterfallTerms} from
    "../interfaces/ProjectTerms.sol";

/// @title TermsCheck
/// @notice Refuses terms that make no sense, when they are proposed (PROTOCOL 2.1, 2.3, 2.4). Pure but for the time.
library TermsCheck {
    uint256 internal constant WHOLE_BPS = 10_000;
    uint256 internal constant MAX_FINANCIERS = 32;
    uint256 internal constant MAX_POSITIONS = 16;
    uint256 internal constant MAX_COLLECTORS = 8;
    uint256 internal constant MAX_ROYALTY_STEPS = 365;
    /// @dev Longest wait for the opening, and longest campaign: nobody's money is locked for ever.
    uint256 internal constant MAX_WAIT = 365 days;
    uint256 internal constant MAX_DURATION = 365 days;
    /// @dev Bytes of texts: a mirror reads every proposal, also those that nobody will approve.
    uint256 internal constant MAX_WORD = 64;
    uint256 internal constant MAX_LABEL = 256;
    uint256 internal constant MAX_METADATA = 8_192;
    uint256 internal constant MAX_DOCUMENT = 16_384;

    error Terms_PriceZero();
    error Terms_SharesOutOfRange(uint256 least, uint256 cap);
    error Terms_SharesPerFanOutOfRange(uint256 min, uint256 max);
    error Terms_GoalOutOfRange(uint256 goal, uint256 mostRaised);
    error Terms_TimesOutOfOrder(uint256 now_, uint256 opensAt, uint256 closesAt);
    error Terms_AboveCommunityCeiling(uint256 mostRaised, uint256 ceiling);
    error Terms_BudgetNotReached(uint256 planned, uint256 totalBudget);
    error Terms_BpsAboveWhole(uint256 bps);
    error Terms_TooMany(string list, uint256 count, uint256 most);
    error Terms_RoyaltyStepsOutOfRange(uint256 steps, uint256 most);
    error Terms_PositionOutOfOrder(uint256 position);
    error Terms_PercentagesNotWhole(uint256 sumBps);
    error Terms_HoldersPositions(uint256 count);
    error Terms_HoldersOffTheTop(uint256 position);
    error Terms_FinancierLineZero(uint256 line);
    error Terms_TextTooLong(string text, uint256 bytes_, uint256 most);
    error Terms_TooFarAway(uint256 opensAt, uint256 latest);
    error Terms_TooLong(uint256 seconds_, uint256 most);

    /// @notice Reverts with the first thing that makes no sense.
    function check(ProjectTerms calldata terms) internal view {
        checkTexts(terms);
        checkCampaign(terms.campaign);
        checkFinancing(terms.campaign, terms.financiers);
        checkWaterfall(terms.waterfall);
    }

    function checkTexts(ProjectTerms calldata terms) private pure {
        checkText("model", terms.model, MAX_WORD);
        checkText("symbol", terms.symbol, MAX_WORD);
        checkText("name", terms.name, MAX_LABEL);
        checkText("contractURI", terms.contractURI, MAX_METADATA);
        checkText("documentURI", terms.documentURI, MAX_DOCUMENT);
    }

    function checkText(string memory what, string calldata text, uint256 most) private pure {
        if (bytes(text).length > most) revert Terms_TextTooLong(what, bytes(text).length, most);
    }

    function checkCampaign(CampaignTerms calldata terms) private view {
        if (terms.pricePerShare == 0) revert Terms_PriceZero();
        if (terms.leastShares == 0 || terms.leastShares > terms.capShares) {
            revert Terms_SharesOutOfRange(terms.leastShares, terms.capShares);
        }
        if (terms.minSharesPerFan == 0 || terms.minSharesPerFan > terms.maxSharesPerFan) {
            revert Terms_SharesPerFanOutOfRange(terms.minSharesPerFan, terms.maxSharesPerFan);
        }
        uint256 mostRaised = uint256(terms.pricePerShare) * terms.capShares;
        if (terms.goal == 0 || terms.goal > mostRaised || mostRaised > type(uint96).max) {
            revert Terms_GoalOutOfRange(terms.goal, mostRaised);
        }
        if (terms.opensAt <= block.timestamp || terms.closesAt <= terms.opensAt) {
            revert Terms_TimesOutOfOrder(block.timestamp, terms.opensAt, terms.closesAt);
        }
        if (terms.opensAt > block.timestamp + MAX_WAIT) {
            revert Terms_TooFarAway(terms.opensAt, block.timestamp + MAX_WAIT);
        }
        if (terms.closesAt - terms.opensAt > MAX_DURATION) {
            revert Terms_TooLong(terms.closesAt - terms.opensAt, MAX_DURATION);
        }
        if (terms.communityBps > WHOLE_BPS) revert Terms_BpsAboveWhole(terms.communityBps);
        uint256 ceiling = uint256(terms.totalBudget) * terms.communityBps / WHOLE_BPS;
        if (mostRaised > ceiling) revert Terms_AboveCommunityCeiling(mostRaised, ceiling);
    }

    function checkFinancing(CampaignTerms calldata terms, FinancierLine[] calldata lines) private pure {
        if (lines.length > MAX_FINANCIERS) revert Terms_TooMany("financiers", lines.length, MAX_FINANCIERS);
        uint256 planned = terms.goal;
        for (uint256 i; i < lines.length; ++i) {
            if (lines[i].amount == 0) revert Terms_FinancierLineZero(i);
            checkText("financier", lines[i].label, MAX_LABEL);
            planned += lines[i].amount;
        }
        if (planned < terms.totalBudget) revert Terms_BudgetNotReached(planned, terms.totalBudget);
    }

    function checkWaterfall(WaterfallTerms calldata terms) private pure {
        Position[] calldata positions = terms.positions;
        if (positions.length > MAX_POSITIONS) revert Terms_TooMany("positions", positions.length, MAX_POSITIONS);
        if (terms.collectors.length > MAX_COLLECTORS) {
            revert Terms_TooMany("collectors", terms.collectors.length, MAX_COLLECTORS);
        }
        if (terms.deductionCeilingBps > WHOLE_BPS) revert Terms_BpsAboveWhole(terms.deductionCeilingBps);
        if (terms.royaltySteps == 0 || terms.royaltySteps > MAX_ROYALTY_STEPS) {
            revert Terms_RoyaltyStepsOutOfRange(terms.royaltySteps, MAX_ROYALTY_STEPS);
        }
        uint256 offTheTopBps;
        uint256 sumBps;
        uint256 holdersPositions;
        bool percentagesBegan;
        for (uint256 i; i < positions.length; ++i) {
            checkText("position", positions[i].label, MAX_LABEL);
            if (positions[i].kind == PositionKind.OffTheTop) {
                if (percentagesBegan) revert Terms_PositionOutOfOrder(i);
                if (positions[i].payee == address(0)) revert Terms_HoldersOffTheTop(i);
                offTheTopBps += positions[i].bps;
            } else {
                percentagesBegan = true;
                sumBps += positions[i].bps;
                if (positions[i].payee == address(0)) ++holdersPositions;
            }
        }
        if (offTheTopBps > WHOLE_BPS) revert Terms_BpsAboveWhole(offTheTopBps);
        if (sumBps != WHOLE_BPS) revert Terms_PercentagesNotWhole(sumBps);
        if (holdersPositions != 1) revert Terms_HoldersPositions(holdersPositions);
    }
}
