// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IShareToken} from "../interfaces/IShareToken.sol";
import {IWaterfall} from "../interfaces/IWaterfall.sol";
import {PositionKind, WHOLE_BPS} from "../interfaces/ProjectTerms.sol";
import {Vault} from "../Vault.sol";

/// @title Positions
/// @notice Who stands where in the waterfall, what each is due, and how much the holders can still get (PROTOCOL 2.5,
/// 5.2).
abstract contract Positions is IWaterfall, Vault {
    struct Recouped {
        uint96 proved;
        uint128 recouped;
    }

    address private _newProducer;
    mapping(uint256 position => uint256) private _carried;
    mapping(uint256 position => Recouped) private _recouped;
    mapping(uint256 position => address) private _newPayees;
    mapping(uint256 position => address) private _candidates;
    /// @dev What the holders got, as if today's `_holdersShares` had been all shares from the beginning, and what a
    /// wind-down gave back per share. Kept only with a cap.
    uint160 private _holdersGot;
    uint48 private _holdersShares;
    uint96 private _returnedPerShare;

    modifier onlyCampaign() {
        if (msg.sender != IShareToken(setup().shareToken).campaign()) revert Waterfall_OnlyCampaign(msg.sender);
        _;
    }

    // --- payees ---

    /// @inheritdoc IWaterfall
    function offerPosition(uint256 position, address candidate) external {
        address payee = payeeOf(position);
        if (msg.sender != payee) revert Waterfall_OnlyPayee(msg.sender, payee);
        _candidates[position] = candidate;
        emit PayeeOffered(position, payee, candidate);
    }

    /// @inheritdoc IWaterfall
    function acceptPosition(uint256 position) external {
        if (msg.sender != _candidates[position]) revert Waterfall_OnlyCandidate(msg.sender);
        delete _candidates[position];
        _newPayees[position] = msg.sender;
        emit PayeeChanged(position, msg.sender);
    }

    // --- the campaign ---

    /// @inheritdoc IWaterfall
    function prove(address payee, uint256 amount) external onlyCampaign {
        _prove(payee, amount);
    }

    /// @inheritdoc IWaterfall
    function giveBack(address payee, uint256 amount) external onlyCampaign {
        Place[] memory places = setup().places;
        for (uint256 i = places.length; i > 0 && amount != 0; --i) {
            if (places[i - 1].kind != PositionKind.Recoup || places[i - 1].payee != payee) continue;
            uint256 proved = _recouped[i - 1].proved;
            uint256 less = amount < proved ? amount : proved;
            amount -= less;
            _setProved(i - 1, proved - less);
        }
    }

    /// @inheritdoc IWaterfall
    function reduceCap(uint256 perShare) external onlyCampaign {
        _returnedPerShare = uint96(perShare);
        emit HoldersCapReduced(perShare);
    }

    /// @inheritdoc IWaterfall
    function changeProducer(address newProducer) external onlyCampaign {
        _newProducer = newProducer;
        emit ReportingProducerChanged(newProducer);
    }

    // --- what anyone can read ---

    /// @inheritdoc IWaterfall
    function dueOf(uint256 position) external view returns (uint256) {
        Setup memory s = setup();
        _checkPosition(s, position);
        return _dueOf(s.places[position], position);
    }

    /// @inheritdoc IWaterfall
    function recoupedOf(uint256 position) external view returns (uint256 proved, uint256 recouped) {
        return (_recouped[position].proved, _recouped[position].recouped);
    }

    /// @inheritdoc IWaterfall
    function holdersRoom() external view returns (uint256 room) {
        (room,,) = _holdersRoom(setup());
    }

    /// @inheritdoc IWaterfall
    function payeeOf(uint256 position) public view returns (address) {
        Setup memory s = setup();
        _checkPosition(s, position);
        return _payeeOf(s, position);
    }

    /// @inheritdoc IWaterfall
    function producer() public view returns (address) {
        return _producerOf(setup());
    }

    /// @inheritdoc IWaterfall
    function setup() public view returns (Setup memory) {
        return abi.decode(Clones.fetchCloneArgs(address(this)), (Setup));
    }

    // --- inside ---

    function _prove(address payee, uint256 amount) internal {
        Place[] memory places = setup().places;
        for (uint256 i; i < places.length && amount != 0; ++i) {
            if (places[i].kind != PositionKind.Recoup || places[i].payee != payee) continue;
            uint256 proved = _recouped[i].proved;
            uint256 missing = places[i].amount - proved;
            uint256 more = amount < missing ? amount : missing;
            amount -= more;
            _setProved(i, proved + more);
        }
    }

    /// @dev Books what the places got, and what they are due from now on.
    function _book(Place[] memory places, uint256[] memory due, uint256[] memory amounts) internal {
        for (uint256 i; i < places.length; ++i) {
            if (places[i].kind == PositionKind.OffTheTop) {
                if (_carried[i] != due[i]) _carried[i] = due[i];
            } else if (places[i].kind == PositionKind.Recoup && amounts[i] != 0) {
                _recouped[i].recouped += uint128(amounts[i]);
            }
        }
    }

    function _bookHolders(uint256 got, uint256 shares) internal {
        _holdersGot = uint160(got);
        _holdersShares = uint48(shares);
    }

    function _dueAll(Place[] memory places) internal view returns (uint256[] memory due) {
        due = new uint256[](places.length);
        for (uint256 i; i < places.length; ++i) {
            due[i] = _dueOf(places[i], i);
        }
    }

    /// @return room What the holders can still get.
    /// @return got What they got, rounded up when shares have been burned since: each keeps its own cap.
    /// @return shares Among how many shares royalties are divided now.
    function _holdersRoom(Setup memory s) internal view returns (uint256 room, uint256 got, uint256 shares) {
        if (s.holdersCapPerShare == 0) return (type(uint256).max, 0, 0);
        shares = IShareToken(s.shareToken).earningShares();
        got = _holdersGot;
        uint256 before = _holdersShares;
        if (before != shares && before != 0) got = (got * shares + before - 1) / before;
        uint256 returned = _returnedPerShare;
        uint256 most = returned < s.holdersCapPerShare ? (s.holdersCapPerShare - returned) * shares : 0;
        room = got < most ? most - got : 0;
    }

    function _payeeOf(Setup memory s, uint256 position) internal view returns (address) {
        address payee = s.places[position].payee;
        address newPayee = _newPayees[position];
        return newPayee == address(0) ? payee : newPayee;
    }

    function _producerOf(Setup memory s) internal view returns (address) {
        return _newProducer == address(0) ? s.producer : _newProducer;
    }

    function _dueOf(Place memory place, uint256 position) private view returns (uint256) {
        if (place.kind != PositionKind.Recoup) return _carried[position];
        Recouped memory r = _recouped[position];
        uint256 withPremium = uint256(r.proved) * (WHOLE_BPS + place.bps) / WHOLE_BPS;
        return withPremium > r.recouped ? withPremium - r.recouped : 0;
    }

    function _setProved(uint256 position, uint256 proved) private {
        _recouped[position].proved = uint96(proved);
        emit Proved(position, proved);
    }

    function _checkPosition(Setup memory s, uint256 position) private pure {
        if (position >= s.places.length) revert Waterfall_UnknownPosition(position);
    }
}
