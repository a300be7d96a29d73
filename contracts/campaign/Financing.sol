// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IFinancing} from "../interfaces/IFinancing.sol";
import {IProjectFactory} from "../interfaces/IProjectFactory.sol";
import {IWaterfall} from "../interfaces/IWaterfall.sol";
import {Stages} from "./Stages.sol";

/// @title Financing: see interfaces/IFinancing.sol
abstract contract Financing is IFinancing, Stages {
    bytes32 private constant LINE_TYPEHASH =
        keccak256("FinancierLine(uint256 line,uint256 amount,bool paidElsewhere,uint256 deadline)");

    /// @inheritdoc IFinancing
    function open() external {
        Setup memory s = setup();
        if (_status == Status.Proposed && block.timestamp >= s.terms.opensAt) {
            revert Campaign_OpeningPassed(s.terms.opensAt);
        }
        _requireStatus(Status.Proposed);
        IProjectFactory factory = IProjectFactory(s.factory);
        if (!factory.isApproved(address(this))) revert Campaign_NotApproved();
        if (!factory.hasConsent(address(this))) revert Campaign_NoConsent();
        _requireCovered(factory);
        (, uint256 pausedSeconds) = factory.pauseState();
        _pausedBefore = uint40(pausedSeconds);
        _status = Status.Raising;
        emit Opened();
    }

    /// @inheritdoc IFinancing
    function escrowLine(uint256 number) external nonReentrant {
        Line memory line = _lineAt(number);
        if (msg.sender != line.financier) revert Campaign_OnlyFinancier(msg.sender, line.financier);
        Setup memory s = _requireFinancing();
        _requireUnsettled(number);
        _coverage[number] = Coverage(LineState.Escrowed, 0);
        _escrowed += line.amount;
        if (_status == Status.Succeeded) {
            _pot += line.amount;
            _unspent += line.amount;
            IWaterfall(s.waterfall).prove(line.financier, line.amount);
        }
        emit LineEscrowed(number, line.financier, line.amount);
        _receive(s.terms.currency, msg.sender, line.amount);
    }

    /// @inheritdoc IFinancing
    function withdrawLine(uint256 number) external nonReentrant {
        Line memory line = _lineAt(number);
        if (msg.sender != line.financier) revert Campaign_OnlyFinancier(msg.sender, line.financier);
        _requireStatus(Status.Proposed);
        _requireEscrowed(number);
        delete _coverage[number];
        _escrowed -= line.amount;
        emit LineWithdrawn(number, line.financier, line.amount);
        _pay(_currency(), line.financier, line.amount);
    }

    /// @inheritdoc IFinancing
    function signLine(uint256 number, bool paidElsewhere, uint256 deadline, bytes calldata signature) external {
        Line memory line = _lineAt(number);
        Setup memory s = _requireFinancing();
        _requireUnsettled(number);
        // Once the project is open, the platform can stop nothing: its financiers were approved at the opening.
        if (_status == Status.Proposed && !IProjectFactory(s.factory).isFinancierApproved(line.financier)) {
            revert Campaign_FinancierNotApproved(line.financier);
        }
        // Otherwise anybody could bring an older signature again, to shorten the promise.
        uint256 known = _coverage[number].deadline;
        if (!paidElsewhere && deadline <= known) revert Campaign_PromiseNotLater(number, deadline, known);
        bytes32 structHash = keccak256(abi.encode(LINE_TYPEHASH, number, line.amount, paidElsewhere, deadline));
        _requireSigned(line.financier, structHash, deadline, signature);
        uint48 until = deadline > type(uint48).max ? type(uint48).max : uint48(deadline);
        _coverage[number] = Coverage(paidElsewhere ? LineState.PaidElsewhere : LineState.Promised, until);
        emit LineSigned(number, line.financier, paidElsewhere, deadline);
        if (paidElsewhere && _status == Status.Succeeded) IWaterfall(s.waterfall).prove(line.financier, line.amount);
    }

    /// @inheritdoc IFinancing
    function returnLine(uint256 number) external nonReentrant {
        Line memory line = _lineAt(number);
        _requireEscrowed(number);
        Setup memory s = setup();
        Status status_ = status();
        uint256 amount = line.amount;
        _coverage[number].state = LineState.Returned;
        if (status_ == Status.WoundDown) {
            amount = _partDown(amount, s.terms.pricePerShare);
            _unspent -= uint128(amount);
        } else if (status_ == Status.Lapsed || status_ == Status.Failed || status_ == Status.Cancelled) {
            _escrowed -= uint128(amount);
        } else {
            revert Campaign_WrongStatus(status_);
        }
        emit LineReturned(number, line.financier, amount);
        _pay(s.terms.currency, line.financier, amount);
    }

    // --- inside ---

    function _requireCovered(IProjectFactory factory) private view {
        Line[] memory lines = lists().lines;
        for (uint256 i; i < lines.length; ++i) {
            Coverage memory c = _coverage[i];
            if (c.state == LineState.Escrowed) continue;
            bool signed = c.state == LineState.PaidElsewhere
                || (c.state == LineState.Promised && c.deadline >= block.timestamp);
            if (!signed) revert Campaign_LineUncovered(i);
            if (!factory.isFinancierApproved(lines[i].financier)) {
                revert Campaign_FinancierNotApproved(lines[i].financier);
            }
        }
    }

    /// @dev Lines can be covered from the proposal on, and for as long as the project lives.
    function _requireFinancing() private view returns (Setup memory s) {
        s = setup();
        Status status_ = status();
        if (status_ > Status.Succeeded) revert Campaign_WrongStatus(status_);
    }

    function _requireUnsettled(uint256 number) private view {
        LineState state = _coverage[number].state;
        if (state > LineState.Promised) revert Campaign_WrongLineState(number, state);
    }

    function _requireEscrowed(uint256 number) private view {
        LineState state = _coverage[number].state;
        if (state != LineState.Escrowed) revert Campaign_WrongLineState(number, state);
    }
}
