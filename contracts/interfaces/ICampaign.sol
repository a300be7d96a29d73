// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ICampaignState} from "./ICampaignState.sol";
import {IFinancing} from "./IFinancing.sol";
import {IProducing} from "./IProducing.sol";
import {IRaising} from "./IRaising.sol";
import {IStages} from "./IStages.sol";

/// @title Campaign
/// @notice Holds what fans, patrons and financiers bring until the goal is met, then releases it by milestones under the
/// eyes of the holders, or gives it back (PROTOCOL 2.4, 3, 4). One interface per stage.
/// @dev Powers of the producer: those of IRaising and IProducing; and to hand its role to another address that accepts
/// it. Power of the platform: to pause new contributions, for at most fourteen days in all, by which the closing moves.
/// Limits: nobody can take money out before success, nor afterwards against the objection of the holders; a refund goes
/// to nobody but who paid; no term can change.
// solhint-disable-next-line no-empty-blocks
interface ICampaign is IFinancing, IRaising, IProducing, IStages, ICampaignState {}
