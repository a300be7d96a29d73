// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITransferHook} from "./HookedCurrency.sol";

/// @notice Refuses every transfer (K4): for tests only, as all hooks here.
contract RevertingHook is ITransferHook {
    error Unwilling();

    function onTransfer(address, address, uint256) external pure {
        revert Unwilling();
    }
}

/// @notice Burns whatever gas it is given (K4).
contract GasBurningHook is ITransferHook {
    function onTransfer(address, address, uint256) external pure {
        assembly {
            invalid()
        }
    }
}

/// @notice Refuses with as long an answer as the gas allows, which a careless caller copies at its own expense (K4).
contract RamblingHook is ITransferHook {
    function onTransfer(address, address, uint256) external pure {
        assembly {
            revert(0, 100000)
        }
    }
}

/// @notice Calls somebody back in the middle of a transfer, and remembers what came of it (K2).
/// @dev What it writes shares one slot, because a payment gives it little gas.
contract ReenteringHook is ITransferHook {
    address public target;
    bool public wasCalled;
    bool public succeeded;
    bytes4 public answer;
    bytes public data;

    function prepare(address target_, bytes calldata data_) external {
        target = target_;
        data = data_;
    }

    function onTransfer(address, address, uint256) external {
        (bool success, bytes memory returned) = target.call(data);
        (wasCalled, succeeded, answer) = (true, success, bytes4(returned));
    }
}
