// RUN: weft-opt %s -verify-diagnostics -split-input-file

func.func @f(%x: tensor<3x4xf32>, %i: tensor<i32>) {
  // expected-error @below {{[dynamic_slice] (dynamic_slice-C1) there must be one start and one size per axis. Received tensor<3x4xf32>, tensor<i32>, sizes = [1, 2]}}
  %y = weft.dynamic_slice %x, %i sizes [1, 2] : tensor<3x4xf32>, tensor<i32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %i: tensor<1xi32>) {
  // expected-error @below {{[dynamic_slice] (dynamic_slice-C2) starts must be scalars of one dtype. Received tensor<3xf32>, tensor<1xi32>, sizes = [1]}}
  %y = weft.dynamic_slice %x, %i sizes [1] : tensor<3xf32>, tensor<1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<3x3xf32>, %i: tensor<i32>, %j: tensor<i64>) {
  // expected-error @below {{[dynamic_slice] (dynamic_slice-C2) starts must be scalars of one dtype. Received tensor<3x3xf32>, tensor<i32>, tensor<i64>, sizes = [1, 1]}}
  %y = weft.dynamic_slice %x, %i, %j sizes [1, 1] : tensor<3x3xf32>, tensor<i32>, tensor<i64>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %i: tensor<i32>) {
  // expected-error @below {{[dynamic_slice] (dynamic_slice-C3) sizes must be at least 0 and at most the axis. Received tensor<3xf32>, tensor<i32>, sizes = [4]}}
  %y = weft.dynamic_slice %x, %i sizes [4] : tensor<3xf32>, tensor<i32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %u: tensor<4xf32>, %i: tensor<i32>) {
  // expected-error @below {{[dynamic_update_slice] (dynamic_update_slice-C1) both must have one dtype and rank, and no axis of the update may be larger. Received tensor<3xf32>, tensor<4xf32>, tensor<i32>}}
  %y = weft.dynamic_update_slice %x, %u, %i : tensor<3xf32>, tensor<4xf32>, tensor<i32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %u: tensor<2xf64>, %i: tensor<i32>) {
  // expected-error @below {{[dynamic_update_slice] (dynamic_update_slice-C1) both must have one dtype and rank, and no axis of the update may be larger. Received tensor<3xf32>, tensor<2xf64>, tensor<i32>}}
  %y = weft.dynamic_update_slice %x, %u, %i : tensor<3xf32>, tensor<2xf64>, tensor<i32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %u: tensor<2xf32>, %i: tensor<i32>) {
  // expected-error @below {{[dynamic_update_slice] (dynamic_update_slice-C2) there must be one start per axis. Received tensor<3xf32>, tensor<2xf32>, tensor<i32>, tensor<i32>}}
  %y = weft.dynamic_update_slice %x, %u, %i, %i : tensor<3xf32>, tensor<2xf32>, tensor<i32>, tensor<i32>
  weft.return
}
// -----
func.func @f(%x: tensor<3xf32>, %u: tensor<2xf32>, %i: tensor<1xi32>) {
  // expected-error @below {{[dynamic_update_slice] (dynamic_update_slice-C3) starts must be scalars of one dtype. Received tensor<3xf32>, tensor<2xf32>, tensor<1xi32>}}
  %y = weft.dynamic_update_slice %x, %u, %i : tensor<3xf32>, tensor<2xf32>, tensor<1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>) {
  // expected-error @below {{[gather] (gather-C1) offset_dims, collapsed_slice_dims and operand_batching_dims together must be as many as the operand's axes. Received offset_dims = [1], collapsed_slice_dims = [], operand_batching_dims = [], start_indices_batching_dims = [], start_index_map = [0], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.gather %x, %i offset [1] collapsed [] map [0] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>) {
  // expected-error @below {{[gather] (gather-C2) index_vector_dim must be at least 0 and at most the rank of indices. Received offset_dims = [1], collapsed_slice_dims = [0], operand_batching_dims = [], start_indices_batching_dims = [], start_index_map = [0], index_vector_dim = 3, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.gather %x, %i offset [1] collapsed [0] map [0] vector 3 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>) {
  // expected-error @below {{[gather] (gather-C3) start_index_map must have one entry per component of an index vector. Received offset_dims = [1], collapsed_slice_dims = [0], operand_batching_dims = [], start_indices_batching_dims = [], start_index_map = [0, 1], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.gather %x, %i offset [1] collapsed [0] map [0, 1] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>) {
  // expected-error @below {{[gather] (gather-C4) offset_dims must be axes of the result, ascending. Received offset_dims = [2], collapsed_slice_dims = [0], operand_batching_dims = [], start_indices_batching_dims = [], start_index_map = [0], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.gather %x, %i offset [2] collapsed [0] map [0] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>) {
  // expected-error @below {{[gather] (gather-C5) collapsed_slice_dims and operand_batching_dims must be axes of the operand, each ascending, none in both. Received offset_dims = [1], collapsed_slice_dims = [2], operand_batching_dims = [], start_indices_batching_dims = [], start_index_map = [0], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.gather %x, %i offset [1] collapsed [2] map [0] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>) {
  // expected-error @below {{[gather] (gather-C6) start_indices_batching_dims must be axes of indices, each named once, without index_vector_dim, of the sizes of operand_batching_dims. Received offset_dims = [1], collapsed_slice_dims = [], operand_batching_dims = [0], start_indices_batching_dims = [0], start_index_map = [0], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.gather %x, %i offset [1] collapsed [] batching [0] [0] map [0] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>) {
  // expected-error @below {{[gather] (gather-C6) start_indices_batching_dims must be axes of indices, each named once, without index_vector_dim, of the sizes of operand_batching_dims. Received offset_dims = [1], collapsed_slice_dims = [], operand_batching_dims = [0], start_indices_batching_dims = [1], start_index_map = [0], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.gather %x, %i offset [1] collapsed [] batching [0] [1] map [0] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>) {
  // expected-error @below {{[gather] (gather-C7) start_index_map must name axes of the operand once, none of them in operand_batching_dims. Received offset_dims = [1], collapsed_slice_dims = [0], operand_batching_dims = [], start_indices_batching_dims = [], start_index_map = [5], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.gather %x, %i offset [1] collapsed [0] map [5] vector 1 sizes [1, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>) {
  // expected-error @below {{[gather] (gather-C8) slice_sizes must have one entry per axis, at least 0 and at most the axis, and 1 on collapsed and batching axes (0 where the result is empty). Received slice_sizes = [1], shape = (5, 3)}}
  %y = weft.gather %x, %i offset [1] collapsed [0] map [0] vector 1 sizes [1] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>) {
  // expected-error @below {{[gather] (gather-C8) slice_sizes must have one entry per axis, at least 0 and at most the axis, and 1 on collapsed and batching axes (0 where the result is empty). Received slice_sizes = [1, 4], shape = (5, 3)}}
  %y = weft.gather %x, %i offset [1] collapsed [0] map [0] vector 1 sizes [1, 4] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>) {
  // expected-error @below {{[gather] (gather-C8) slice_sizes must have one entry per axis, at least 0 and at most the axis, and 1 on collapsed and batching axes (0 where the result is empty). Received slice_sizes = [2, 3], shape = (5, 3)}}
  %y = weft.gather %x, %i offset [1] collapsed [0] map [0] vector 1 sizes [2, 3] : tensor<5x3xf32>, tensor<2x1xi32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>, %u: tensor<2x3xf32>) {
  // expected-error @below {{[scatter_add] (scatter_add-C1) update_window_dims, inserted_window_dims and input_batching_dims together must be as many as the operand's axes. Received update_window_dims = [1], inserted_window_dims = [], input_batching_dims = [], scatter_indices_batching_dims = [], scatter_dims_to_operand_dims = [0], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.scatter_add %x, %i, %u window [1] inserted [] map [0] vector 1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>, %u: tensor<2x3xf32>) {
  // expected-error @below {{[scatter_add] (scatter_add-C2) index_vector_dim must be at least 0 and at most the rank of indices. Received update_window_dims = [1], inserted_window_dims = [0], input_batching_dims = [], scatter_indices_batching_dims = [], scatter_dims_to_operand_dims = [0], index_vector_dim = -1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.scatter_add %x, %i, %u window [1] inserted [0] map [0] vector -1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>, %u: tensor<2x3xf32>) {
  // expected-error @below {{[scatter_add] (scatter_add-C3) scatter_dims_to_operand_dims must have one entry per component of an index vector. Received update_window_dims = [1], inserted_window_dims = [0], input_batching_dims = [], scatter_indices_batching_dims = [], scatter_dims_to_operand_dims = [], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.scatter_add %x, %i, %u window [1] inserted [0] map [] vector 1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>, %u: tensor<2x3xf32>) {
  // expected-error @below {{[scatter] (scatter-C4) update_window_dims must be axes of updates, ascending. Received update_window_dims = [2], inserted_window_dims = [0], input_batching_dims = [], scatter_indices_batching_dims = [], scatter_dims_to_operand_dims = [0], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.scatter %x, %i, %u window [2] inserted [0] map [0] vector 1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>, %u: tensor<2x3xf32>) {
  // expected-error @below {{[scatter_mul] (scatter_mul-C5) inserted_window_dims and input_batching_dims must be axes of the operand, each ascending, none in both. Received update_window_dims = [1], inserted_window_dims = [-1], input_batching_dims = [], scatter_indices_batching_dims = [], scatter_dims_to_operand_dims = [0], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.scatter_mul %x, %i, %u window [1] inserted [-1] map [0] vector 1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>, %u: tensor<2x3xf32>) {
  // expected-error @below {{[scatter_min] (scatter_min-C6) scatter_indices_batching_dims must be axes of indices, each named once, without index_vector_dim, of the sizes of input_batching_dims. Received update_window_dims = [1], inserted_window_dims = [], input_batching_dims = [0], scatter_indices_batching_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.scatter_min %x, %i, %u window [1] inserted [] batching [0] [0] map [0] vector 1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>, %u: tensor<2x3xf32>) {
  // expected-error @below {{[scatter_max] (scatter_max-C7) scatter_dims_to_operand_dims must name axes of the operand once, none of them in input_batching_dims. Received update_window_dims = [1], inserted_window_dims = [0], input_batching_dims = [], scatter_indices_batching_dims = [], scatter_dims_to_operand_dims = [2], index_vector_dim = 1, shape = (5, 3), indices' shape = (2, 1)}}
  %y = weft.scatter_max %x, %i, %u window [1] inserted [0] map [2] vector 1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>, %u: tensor<2x4xf32>) {
  // expected-error @below {{[scatter_add] (scatter_add-C8) updates must have the operand's dtype, the axes of indices without index_vector_dim, and windows that fit. Received 'tensor<5x3xf32>', 'tensor<2x1xi32>', 'tensor<2x4xf32>', update_window_dims = [1]}}
  %y = weft.scatter_add %x, %i, %u window [1] inserted [0] map [0] vector 1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x4xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>, %u: tensor<3x3xf32>) {
  // expected-error @below {{[scatter_add] (scatter_add-C8) updates must have the operand's dtype, the axes of indices without index_vector_dim, and windows that fit. Received 'tensor<5x3xf32>', 'tensor<2x1xi32>', 'tensor<3x3xf32>', update_window_dims = [1]}}
  %y = weft.scatter_add %x, %i, %u window [1] inserted [0] map [0] vector 1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<3x3xf32>
  weft.return
}
// -----
func.func @f(%x: tensor<5x3xf32>, %i: tensor<2x1xi32>, %u: tensor<2x3xf64>) {
  // expected-error @below {{[scatter_add] (scatter_add-C8) updates must have the operand's dtype, the axes of indices without index_vector_dim, and windows that fit. Received 'tensor<5x3xf32>', 'tensor<2x1xi32>', 'tensor<2x3xf64>', update_window_dims = [1]}}
  %y = weft.scatter_add %x, %i, %u window [1] inserted [0] map [0] vector 1 : tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf64>
  weft.return
}
