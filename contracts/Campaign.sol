// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Producing} from "./campaign/Producing.sol";

/// @title Campaign: see interfaces/ICampaign.sol
/// @notice A campaign is its stages, one on top of the other: CampaignState, Financing (until the opening), Closing,
/// Pledging and Raising (until success or the refund), Questioning, WindingDown and Producing (until all is released or
/// given back).
contract Campaign is Producing {}
