// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITransferRule} from "../interfaces/ITransferRule.sol";
import {CampaignTerms, FinancierLine, Milestone, ProductionTerms, ProjectTerms, RewardTier, WHOLE_BPS} from
    "../interfaces/ProjectTerms.sol";
import {WaterfallCheck} from "./WaterfallCheck.sol";

/// @title TermsCheck
/// @notice Refuses terms that make no sense, when they are proposed (PROTOCOL 2.1, 2.3, 2.4); for those of the waterfall
/// see WaterfallCheck.
library TermsCheck {
    uint256 internal constant MAX_FINANCIERS = 32;
    uint256 internal constant MAX_TIERS = 32;
    uint256 internal constant MAX_MILESTONES = 32;
    uint256 internal constant MAX_OBJECTION_BPS = 3_333;
    uint256 internal constant MIN_OBJECTION_SECONDS = 7 days;
    uint256 internal constant MAX_OBJECTION_SECONDS = 60 days;
    uint256 internal constant MAX_GRACE_SECONDS = 366 days;
    /// @dev Longest wait for the opening, and longest campaign: nobody's money is locked for ever.
    uint256 internal constant MAX_WAIT = 365 days;
    uint256 internal constant MAX_DURATION = 365 days;
    /// @dev Latest due date of a milestone, after the closing: from then on, holders can ask for what is unspent.
    uint256 internal constant MAX_PRODUCTION = 3_650 days;
    /// @dev Bytes of texts: a mirror reads every proposal, also those that nobody will approve.
    uint256 internal constant MAX_WORD = 64;
    uint256 internal constant MAX_LABEL = 256;
    uint256 internal constant MAX_METADATA = 8_192;
    uint256 internal constant MAX_DOCUMENT = 16_384;
    uint256 internal constant MIN_REFLECTION_SECONDS = 1 days;
    uint256 internal constant MAX_REFLECTION_SECONDS = 30 days;

    error Terms_PriceZero();
    error Terms_SharesOutOfRange(uint256 least, uint256 cap);
    error Terms_SharesPerFanOutOfRange(uint256 min, uint256 max);
    error Terms_GoalOutOfRange(uint256 goal, uint256 mostRaised);
    error Terms_TimesOutOfOrder(uint256 now_, uint256 opensAt, uint256 closesAt);
    error Terms_ReflectionOutOfRange(uint256 reflectionSeconds, uint256 least, uint256 most);
    error Terms_NoArtist();
    error Terms_AboveCommunityCeiling(uint256 mostRaised, uint256 ceiling);
    error Terms_BudgetNotReached(uint256 planned, uint256 totalBudget);
    error Terms_BudgetAboveMaximum(uint256 planned, uint256 most);
    error Terms_BpsAboveWhole(uint256 bps);
    error Terms_TooMany(string list, uint256 count, uint256 most);
    error Terms_NoFinancier(uint256 line);
    error Terms_FinancierLineZero(uint256 line);
    error Terms_TierOutOfRange(uint256 tier);
    error Terms_NoMilestones();
    error Terms_MilestoneOutOfRange(uint256 milestone);
    error Terms_MilestonesNotWhole(uint256 sumBps);
    error Terms_ObjectionBpsOutOfRange(uint256 bps, uint256 most);
    error Terms_ObjectionSecondsOutOfRange(uint256 objectionSeconds, uint256 least, uint256 most);
    error Terms_GraceAboveMaximum(uint256 graceSeconds, uint256 most);
    error Terms_TextTooLong(string text, uint256 bytes_, uint256 most);
    error Terms_TooFarAway(uint256 opensAt, uint256 latest);
    error Terms_TooLong(uint256 seconds_, uint256 most);
    error Terms_WrongRuleKeeper(address rule, address keeper);

    /// @notice Reverts with the first thing that makes no sense.
    function check(ProjectTerms calldata terms) internal view {
        checkTexts(terms);
        checkCampaign(terms.campaign);
        checkFinancing(terms.campaign, terms.financiers);
        checkTiers(terms.tiers, terms.campaign);
        checkProduction(terms.production, terms.campaign.closesAt);
        WaterfallCheck.check(terms.waterfall);
        checkRule(terms.transferRule, terms.ruleKeeper);
    }

    function checkTexts(ProjectTerms calldata terms) private pure {
        checkText("model", terms.model, MAX_WORD);
        checkText("symbol", terms.symbol, MAX_WORD);
        checkText("name", terms.name, MAX_LABEL);
        checkText("contractURI", terms.contractURI, MAX_METADATA);
        checkText("documentURI", terms.documentURI, MAX_DOCUMENT);
    }

    function checkText(string memory what, string calldata text, uint256 most) internal pure {
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
        if (
            terms.reflectionSeconds < MIN_REFLECTION_SECONDS || terms.reflectionSeconds > MAX_REFLECTION_SECONDS
        ) {
            revert Terms_ReflectionOutOfRange(
                terms.reflectionSeconds, MIN_REFLECTION_SECONDS, MAX_REFLECTION_SECONDS
            );
        }
        if (terms.artist == address(0)) revert Terms_NoArtist();
        if (terms.communityBps > WHOLE_BPS) revert Terms_BpsAboveWhole(terms.communityBps);
        uint256 ceiling = uint256(terms.totalBudget) * terms.communityBps / WHOLE_BPS;
        if (mostRaised > ceiling) revert Terms_AboveCommunityCeiling(mostRaised, ceiling);
    }

    function checkFinancing(CampaignTerms calldata terms, FinancierLine[] calldata lines) private pure {
        if (lines.length > MAX_FINANCIERS) revert Terms_TooMany("financiers", lines.length, MAX_FINANCIERS);
        uint256 planned = terms.goal;
        for (uint256 i; i < lines.length; ++i) {
            if (lines[i].financier == address(0)) revert Terms_NoFinancier(i);
            if (lines[i].amount == 0) revert Terms_FinancierLineZero(i);
            checkText("financier", lines[i].label, MAX_LABEL);
            planned += lines[i].amount;
        }
        if (planned < terms.totalBudget) revert Terms_BudgetNotReached(planned, terms.totalBudget);
        if (planned > type(uint96).max) revert Terms_BudgetAboveMaximum(planned, type(uint96).max);
    }

    function checkTiers(RewardTier[] calldata tiers, CampaignTerms calldata terms) private pure {
        uint256 mostShares = terms.maxSharesPerFan < terms.capShares ? terms.maxSharesPerFan : terms.capShares;
        if (tiers.length > MAX_TIERS) revert Terms_TooMany("tiers", tiers.length, MAX_TIERS);
        for (uint256 i; i < tiers.length; ++i) {
            if (tiers[i].limit == 0 || tiers[i].minShares > mostShares) revert Terms_TierOutOfRange(i);
            checkText("tier", tiers[i].label, MAX_LABEL);
        }
    }

    function checkProduction(ProductionTerms calldata terms, uint256 closesAt) private pure {
        Milestone[] calldata milestones = terms.milestones;
        if (milestones.length == 0) revert Terms_NoMilestones();
        if (milestones.length > MAX_MILESTONES) revert Terms_TooMany("milestones", milestones.length, MAX_MILESTONES);
        uint256 sumBps;
        for (uint256 i; i < milestones.length; ++i) {
            uint256 dueAt = milestones[i].dueAt;
            if (milestones[i].bps == 0 || dueAt <= closesAt || dueAt > closesAt + MAX_PRODUCTION) {
                revert Terms_MilestoneOutOfRange(i);
            }
            checkText("milestone", milestones[i].label, MAX_LABEL);
            sumBps += milestones[i].bps;
        }
        if (sumBps != WHOLE_BPS) revert Terms_MilestonesNotWhole(sumBps);
        if (terms.objectionBps == 0 || terms.objectionBps > MAX_OBJECTION_BPS) {
            revert Terms_ObjectionBpsOutOfRange(terms.objectionBps, MAX_OBJECTION_BPS);
        }
        if (terms.objectionSeconds < MIN_OBJECTION_SECONDS || terms.objectionSeconds > MAX_OBJECTION_SECONDS) {
            revert Terms_ObjectionSecondsOutOfRange(
                terms.objectionSeconds, MIN_OBJECTION_SECONDS, MAX_OBJECTION_SECONDS
            );
        }
        if (terms.graceSeconds > MAX_GRACE_SECONDS) {
            revert Terms_GraceAboveMaximum(terms.graceSeconds, MAX_GRACE_SECONDS);
        }
    }

    function checkRule(address rule, address keeper) private view {
        if (rule == address(0) && keeper == address(0)) return;
        (bool success, bytes memory answer) = rule.staticcall(abi.encodeCall(ITransferRule.keeper, ()));
        bool fits = success && answer.length == 32 && abi.decode(answer, (uint256)) == uint160(keeper);
        if (!fits) revert Terms_WrongRuleKeeper(rule, keeper);
    }
}
