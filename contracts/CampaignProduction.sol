// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Financing} from "./campaign/Financing.sol";
import {Producing} from "./campaign/Producing.sol";

/// @title CampaignProduction
/// @notice The part of a campaign's code that the professionals and the holders use: financing and producing. A campaign
/// runs it as its own (see Campaign); alone it has no terms, and so can do nothing.
// solhint-disable-next-line no-empty-blocks
contract CampaignProduction is Financing, Producing {}
