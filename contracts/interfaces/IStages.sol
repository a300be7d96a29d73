// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IFinancing} from "./IFinancing.sol";
import {IProducing} from "./IProducing.sol";

/// @title Stages
/// @notice What anyone can read of the lines, the milestones, and the question to the holders.
interface IStages {
    /// @notice State of a line, and until when a promise covers it.
    function lineOf(uint256 line) external view returns (IFinancing.LineState state, uint256 deadline);

    /// @notice Amount of a milestone (of what is in the pot now), whether it was released, and how often refused.
    function milestoneOf(uint256 milestone) external view returns (uint256 amount, bool released, uint256 refusals);

    /// @notice True if the holders may wind down because of this milestone.
    function hasGrounds(uint256 milestone) external view returns (bool);

    /// @notice What the holders are asked now.
    function question() external view returns (IProducing.Question memory);

    /// @notice Currency units of the pot, and those that are neither released nor given back.
    function pot() external view returns (uint256 whole, uint256 unspent);
}
