// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @notice A wallet of one owner that signs by ERC-1271, and can be told to stop: for tests only.
contract OwnedWallet {
    address public immutable owner;
    bool public closed;

    constructor(address owner_) {
        owner = owner_;
    }

    function close() external {
        closed = true;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (closed || signature.length != 65) return 0;
        address signer = ecrecover(
            hash, uint8(signature[64]), bytes32(signature[:32]), bytes32(signature[32:64])
        );
        return signer != address(0) && signer == owner ? this.isValidSignature.selector : bytes4(0);
    }
}

/// @notice Makes wallets at addresses that are known before (ERC-6492): for tests only.
contract WalletFactory {
    function make(address owner, bytes32 salt) external returns (address) {
        return address(new OwnedWallet{salt: salt}(owner));
    }

    function predict(address owner, bytes32 salt) external view returns (address) {
        bytes memory code = abi.encodePacked(type(OwnedWallet).creationCode, abi.encode(owner));
        return address(
            uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, keccak256(code)))))
        );
    }
}

/// @notice Contracts that answer ERC-1271's question with something else than an answer: for tests only.
contract OddWallet {
    uint256 private immutable _kind;

    constructor(uint256 kind) {
        _kind = kind;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes memory) {
        if (_kind == 0) revert("no");
        bytes memory answer = new bytes(_kind);
        assembly {
            // kind 4: the right four bytes without the zeros after them; 64: with more than the answer.
            mstore(add(answer, 0x20), 0x1626ba7e00000000000000000000000000000000000000000000000000000000)
            return(add(answer, 0x20), mload(answer))
        }
    }
}
