// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITransferRule} from "../interfaces/ITransferRule.sol";

/// @notice A transfer rule that answers whatever bytes it was told to, once it has taken so much gas (6.2): for tests
/// only, as all rules here.
contract AnsweringRule is ITransferRule {
    address public immutable keeper = msg.sender;
    bytes public answer = abi.encode(true);
    uint256 public takes;

    function setAnswer(bytes calldata answer_) external {
        answer = answer_;
    }

    function setGas(uint256 takes_) external {
        takes = takes_;
    }

    function allows(address, address, uint256) external view returns (bool) {
        uint256 before = gasleft();
        bytes memory told = answer;
        uint256 wanted = takes;
        // solhint-disable-next-line no-empty-blocks
        while (before - gasleft() < wanted) {}
        assembly {
            return(add(told, 0x20), mload(told))
        }
    }
}

/// @notice Allows exactly one transfer, so that a test sees what the rule is asked.
contract PickyRule is ITransferRule {
    address public immutable keeper = msg.sender;
    bytes32 private _allowed;

    function allowOnly(address from, address to, uint256 shares) external {
        _allowed = keccak256(abi.encode(from, to, shares));
    }

    function allows(address from, address to, uint256 shares) external view returns (bool) {
        return keccak256(abi.encode(from, to, shares)) == _allowed;
    }
}

/// @notice Reverts with as long an answer as the gas allows.
contract RamblingRule is ITransferRule {
    address public immutable keeper = msg.sender;

    function allows(address, address, uint256) external pure returns (bool) {
        assembly {
            revert(0, 100000)
        }
    }
}

/// @notice Wants to count how often it is asked, which a static call forbids.
contract CountingRule {
    address public immutable keeper = msg.sender;
    uint256 public asked;

    function allows(address, address, uint256) external returns (bool) {
        ++asked;
        return true;
    }
}
