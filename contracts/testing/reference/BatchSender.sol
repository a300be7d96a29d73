// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Sends the same amount to many and keeps no accounts: the floor of a payment that is pushed.
contract BatchSender {
    error Refused(address receiver);

    function send(IERC20 currency, address[] calldata receivers, uint256 amount) external {
        for (uint256 i; i < receivers.length; ++i) {
            if (!currency.transfer(receivers[i], amount)) revert Refused(receivers[i]);
        }
    }
}
