// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

/// @notice Deploys a reference in the way that the factory deploys a ShareToken: as a clone with arguments in its code.
contract ReferenceCloner {
    event Cloned(address clone);

    /// @param arguments As many bytes as the ShareToken's, because reading the code of a clone costs by its length.
    function clone(address implementation, bytes calldata arguments) external {
        emit Cloned(Clones.cloneWithImmutableArgs(implementation, arguments));
    }
}
