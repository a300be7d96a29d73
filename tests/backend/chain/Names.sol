// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The registry of names, as little of it as is asked (ERC-137).
contract Registry {
    mapping(bytes32 node => address) public resolver;

    function setResolver(bytes32 node, address resolver_) external {
        resolver[node] = resolver_;
    }
}

/// @notice What names stand for, and what addresses call themselves (ENSIP-1, ENSIP-3).
contract Resolver {
    mapping(bytes32 node => address) public addr;
    mapping(bytes32 node => string) public name;

    function setAddr(bytes32 node, address addr_) external {
        addr[node] = addr_;
    }

    function setName(bytes32 node, string calldata name_) external {
        name[node] = name_;
    }
}

/// @notice Keeps nothing on the chain (ERC-3668).
contract OffchainResolver {
    error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callbackFunction, bytes extraData);

    function addr(bytes32) external view returns (address) {
        string[] memory urls = new string[](1);
        urls[0] = "https://example.org/{data}.json";
        revert OffchainLookup(address(this), urls, "", this.addr.selector, "");
    }
}

/// @notice Says no to everything.
contract BrokenResolver {
    fallback() external {
        revert("broken");
    }
}
