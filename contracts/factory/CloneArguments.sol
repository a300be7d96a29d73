// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ICampaignState} from "../interfaces/ICampaignState.sol";
import {IWaterfall} from "../interfaces/IWaterfall.sol";
import {Position, ProductionTerms, ProjectTerms} from "../interfaces/ProjectTerms.sol";

/// @title CloneArguments
/// @notice What the clones of a project are made with: of the terms, what each needs, without the labels, since every
/// byte of a clone costs 200 gas.
library CloneArguments {
    /// @dev In this order because what is asked for in every transaction decodes the head only.
    function forShareToken(ProjectTerms calldata terms) internal view returns (bytes memory) {
        return abi.encode(
            terms.campaign.currency,
            address(this),
            uint256(terms.waterfall.royaltySteps),
            terms.transferRule,
            terms.name,
            terms.symbol,
            terms.contractURI
        );
    }

    function forWaterfall(address producer, ProjectTerms calldata terms, address shareToken)
        internal
        view
        returns (bytes memory)
    {
        Position[] calldata positions = terms.waterfall.positions;
        IWaterfall.Place[] memory places = new IWaterfall.Place[](positions.length);
        for (uint256 i; i < places.length; ++i) {
            Position calldata p = positions[i];
            places[i] = IWaterfall.Place(p.kind, p.withPrevious, p.payee, p.bps, p.amount);
        }
        return abi.encode(
            IWaterfall.Setup({
                currency: terms.campaign.currency,
                factory: address(this),
                shareToken: shareToken,
                producer: producer,
                deductionCeilingBps: terms.waterfall.deductionCeilingBps,
                holdersCapPerShare: terms.waterfall.holdersCapPerShare,
                reportingSeconds: terms.waterfall.reportingSeconds,
                reportingDelaySeconds: terms.waterfall.reportingDelaySeconds,
                collectors: terms.waterfall.collectors,
                places: places
            })
        );
    }

    function forCampaign(
        address producer,
        ProjectTerms calldata terms,
        bytes32 termsHash,
        uint16 feeBps,
        address waterfall,
        address shareToken
    ) internal view returns (bytes memory) {
        ICampaignState.Setup memory s = ICampaignState.Setup({
            terms: terms.campaign,
            factory: address(this),
            producer: producer,
            shareToken: shareToken,
            waterfall: waterfall,
            feeBps: feeBps,
            termsHash: termsHash,
            objectionBps: terms.production.objectionBps,
            objectionSeconds: terms.production.objectionSeconds,
            graceSeconds: terms.production.graceSeconds
        });
        return abi.encode(s, _lists(terms));
    }

    function _lists(ProjectTerms calldata terms) private pure returns (ICampaignState.Lists memory lists) {
        lists.lines = new ICampaignState.Line[](terms.financiers.length);
        for (uint256 i; i < lists.lines.length; ++i) {
            lists.lines[i] = ICampaignState.Line(terms.financiers[i].financier, terms.financiers[i].amount);
        }
        lists.tiers = new ICampaignState.Tier[](terms.tiers.length);
        for (uint256 i; i < lists.tiers.length; ++i) {
            lists.tiers[i] = ICampaignState.Tier(terms.tiers[i].minShares, terms.tiers[i].limit);
        }
        ProductionTerms calldata production = terms.production;
        lists.steps = new ICampaignState.Step[](production.milestones.length);
        for (uint256 i; i < lists.steps.length; ++i) {
            lists.steps[i] = ICampaignState.Step(production.milestones[i].bps, production.milestones[i].dueAt);
        }
    }
}
